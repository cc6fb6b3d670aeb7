# Signals: however it is ended the terminal is whole, however it is stopped it
# comes back.
. ./lib.sh

# start: the program in a shell that says how it ended; its number in $work/pid
start()
{
	rm -f "$work/pid"
	open_term 80x24 "trap : INT QUIT; ulimit -c 0; echo BEFORE; stty -g >$work/a; sh -c 'echo \$\$ >$work/pid; exec \"$FRAMEWALK\" small.json $*'; echo status \$?; stty -g >$work/b; cmp $work/a $work/b && echo SAME"
}

pid() { cat "$work/pid"; }
flag() { [ "$(term display-message -p "#{$1}")" = "$2" ]; }

# whole NAME STATUS: it has ended so, and nothing of it is left
whole()
{
	sees "$1: status $2" "^status $2"
	sees "$1: the modes are as they were" "^SAME"
	sees "$1: the screen is as it was" "^BEFORE"
	check "$1: the cursor is back" flag cursor_flag 1
	check "$1: the second screen is left" flag alternate_on 0
	check "$1: keys are as they were" flag keypad_cursor_flag 0
}

start
at 0
check "while it draws, the cursor is hidden" flag cursor_flag 0
check "and the second screen is used" flag alternate_on 1
check "the mouse is left to the terminal" flag mouse_any_flag 0
keys q
whole "q" 0

for signal in INT:130 TERM:143 HUP:129 QUIT:131 SEGV:139 ABRT:134 BUS:135 \
	FPE:136; do
	start
	at 0
	kill "-${signal%:*}" "$(pid)"
	whole "SIG${signal%:*}" "${signal#*:}"
done

# it dies of the signal, for a shell that asks
start
at 0
keys C-c
whole "^C" 130

# in the middle of something: while it plays, while it computes
start --auto
seen "playing"
kill -TERM "$(pid)"
whole "SIGTERM while playing" 143
start
at 0
keys l l h h l l h h l l h h G g G g
kill -TERM "$(pid)"
whole "SIGTERM among keys" 143

# the menu is no exception
mkdir -p "$work/data/traces"
cp small.json "$work/data/traces/99-toy.json"
open_term 80x24 "trap : INT; XDG_DATA_HOME=$work/none FRAMEWALK_DATA=$work/data '$FRAMEWALK'; echo status \$?"
seen "99-toy"
keys C-c
sees "^C in the menu: status 130" "^status 130"

# what others made it ignore stays so; a sanitizer's search for leaks at the
# end would outlast the wait for it
for signal in INT TERM QUIT TSTP HUP; do
	rm -f "$work/pid"
	open_term 80x24 "sh -c 'trap \"\" $signal; echo \$\$ >$work/pid; export ASAN_OPTIONS=detect_leaks=0; exec \"$FRAMEWALK\" small.json 2>$work/said'; echo status \$?"
	at 0
	kill -$signal "$(pid)"
	keys l
	check "SIG$signal ignored from outside does nothing" at 1.0
done

# the terminal goes away
gone()
{
	tries=0
	while kill -0 "$(pid)" 2>/dev/null; do
		tries=$((tries + 1))
		[ $tries -lt 100 ] || return 1
		sleep 0.03
	done
}
keys v
seen "physical memory"
close_term
check "without its terminal it ends, even then" gone
check "what the stage last said is no error" nothing_in said
start
at 0
close_term
check "without its terminal it ends" gone

# stopped: within some seconds it has; the prompt of before is seen earlier
stopped()
{
	tries=0
	while [ "$(ps -o state= -p "$(pid)" | cut -c1)" != T ]; do
		tries=$((tries + 1))
		[ $tries -lt 100 ] || return 1
		sleep 0.03
	done
}

# stop and go: from the keyboard, by a signal, by one that can't be seen
open_term 80x24 "PS1='shell> ' sh"
seen "shell>"
keys -l "stty -g >$work/a; sh -c 'echo \$\$ >$work/pid; exec \"$FRAMEWALK\" small.json --at 1'"
keys Enter
at 1.1
keep picture
keys C-z
sees "^Z gives the shell back" "Stopped\|shell>"
check "^Z: the cursor is back" flag cursor_flag 1
check "^Z: the second screen is left" flag alternate_on 0
keys -l "stty -g >$work/b; cmp $work/a $work/b && echo SAME; fg"
keys Enter
check "fg draws it again" at 1.1
check "fg: the same picture" becomes picture
keys C-z
sees "the modes were the shell's meanwhile" "^SAME"
resize 100x30
keys -l fg
keys Enter
check "fg after another size" at 1.1
sleep 0.2
keep wide
# bytes that go on with a character are no columns
check "it fills the new size" [ "$(LC_ALL=C tr -d '\200-\277' <"$work/wide" |
	awk '{ if (length > m) m = length } END { print m }')" = 100 ]
resize 80x24
check "and is the same at the old one" becomes picture
keys C-z
check "^Z stops it" stopped
kill -CONT "$(pid)"
keys -l fg
keys Enter
check "SIGCONT behind the shell's back, then fg" at 1.1
keys C-z
check "^Z stops it again" stopped
kill -TERM "$(pid)"
keys -l "fg; echo status \$?"
keys Enter
sees "SIGTERM while stopped ends it at fg" "^status 143"
close_term

# the mouse is the terminal's while it is stopped, and the menu stops as well
open_term 80x24 "PS1='shell> ' XDG_DATA_HOME=$work/none FRAMEWALK_DATA=$work/data sh"
seen "shell>"
keys -l "'$FRAMEWALK' small.json --mouse"
keys Enter
at 0
check "the mouse is asked for" flag mouse_any_flag 1
keys C-z
seen "shell>"
check "^Z gives the mouse back" flag mouse_any_flag 0
keys -l fg
keys Enter
at 0
check "fg asks for it again" flag mouse_any_flag 1
keys Space
seen "playing"
keys C-z
sees "^Z while it plays" "Stopped"
keys -l fg
keys Enter
sees "fg plays on" "playing"
keys q
keys q
keys -l "clear; '$FRAMEWALK'"
keys Enter
seen "> 99-toy"
keep menu
keys C-z
sees "^Z in the menu" "Stopped"
check "^Z in the menu: the second screen is left" flag alternate_on 0
keys -l fg
keys Enter
check "fg: the same menu" becomes menu
close_term

# changes of size: of many the last one counts, of none nothing is sent
start
at 0
keys =				# the same again changes nothing
seen "the speed is normal"
sleep 0.2
rm -f "$work/raw"
raw "$work/raw"
for i in 1 2 3 4 5 6 7 8 9 10; do
	kill -WINCH "$(pid)"
done
keys =
sleep 0.3
check "SIGWINCH without another size: nothing is sent" [ ! -s "$work/raw" ]
for size in 90x30 100x20 70x22 81x25 80x24 120x30; do
	resize $size
done
check "many sizes at once: the last one stands" at 0
# columns WIDTH: the picture becomes so wide within some seconds.
columns()
{
	tries=0
	while keep wide; [ "$(LC_ALL=C tr -d '\200-\277' <"$work/wide" |
		awk '{ if (length > m) m = length } END { print m }')" != "$1" ]; do
		tries=$((tries + 1))
		[ $tries -lt 50 ] || return 1
		sleep 0.05
	done
}
check "in its size" columns 120
keys q
seen "^status 0"

start
at 0
keep picture
kill -STOP "$(pid)"
sleep 0.1
term clear-history
kill -CONT "$(pid)"
keys l h
check "SIGSTOP and SIGCONT: the same picture" becomes picture
keys q
finish
