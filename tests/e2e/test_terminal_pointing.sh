# Search as in less, boxes one behind the other, the mouse.
. ./lib.sh

open_term 80x24 "'$FRAMEWALK' --at 2 small.json"
at 2.3
keys /
sees "/ opens a line" "^ /$"
keys -l 0x4
keys Enter
sees "it says which of how many" "0x4: 1 of 2"
keys Enter
sees "Enter looks into it" "Enter  zone Normal"
keys Enter
sees "and again behind it" "spanned 32"
keys Escape
sees "Esc comes back" "Enter  zone Normal"
keys Escape Escape
keys /
keys -l "joins its buddy"
keys Enter
check "a text of another step is gone to" at 3.4
keys n
sees "n says when there is no more" "no more of it after this"
keys N
sees "N looks the other way" "no more of it before this"
keys q

# in the box of an event: the frame behind it, followed from there
open_term 80x24 "'$FRAMEWALK' --at 2 small.json"
at 2.3
keys F9 Down Enter
sees "an event's box leads to its frame" "Enter  frame 0x"
keys Enter
sees "the frame's box says what happened before" "^.* earlier"
keys f
sees "f follows it" "@ follows frame [0-9]"
keys q

# what is followed stays marked, in every view, wherever it goes
open_term 80x24 "'$FRAMEWALK' --at 2 small.json"
at 2.3
keys F5 f
sees "f follows what the cursor is on" "@ follows frame 0[: ]"
sees "it is marked where it lies" "0 @kkk2"
keys Escape l
at 3.4
sees "and where it lies now, in the list" "^│@\|^│> *5 .* 0 "
keys F5 f
sees "f again lets go" "by step   t"
keys q

# a line of /proc: what it means, then what it is about
open_term 80x24 "'$FRAMEWALK' --at 2 small.json"
at 2.3
keys F8 Down Enter
sees "Enter on a line of /proc says where it comes from" "printed by  fs/proc"
keys Enter
sees "and leads to the zone behind it" "spanned 32"
keys q

# the same by lines
open_term 80x24 "'$FRAMEWALK' --text --at 2 small.json"
seen "^> *$"
keys -l "/joins its buddy"
keys Enter
sees "a line that begins with / searches" "say Each block joins"
keys q Enter

# the mouse: off unless asked for; what it does is three bytes after ESC [ M
mouse() { term send-keys -H 1b 5b 4d "$1" "$(printf %x $(($2 + 33)))" "$(printf %x $(($3 + 33)))"; }
click()
{
	mouse 20 "$1" "$2"
	mouse 23 "$1" "$2"	# let go
}
# mouse_becomes FLAG: 1 = the program takes it, 0 = the terminal has it
mouse_becomes()
{
	tries=0
	until [ "$(term display -p '#{mouse_any_flag}')" = "$1" ]; do
		[ $((tries += 1)) -lt 100 ] || return 1
		sleep 0.03
	done
}
open_term 80x24 "'$FRAMEWALK' --mouse --at 2 small.json"
at 2.3
click 55 2
sees "a click puts the cursor there" "arrows move"
click 55 2
sees "another looks into it" "frame 0x"
keys Escape Escape
mouse 61 55 2
check "the wheel walks on" at 3.4
mouse 60 55 2
check "and back" at 2.3
keys :
keys -l "set mouse off"
keys Enter
at 2.3
check "the mouse can be given back" mouse_becomes 0
keys :
keys -l "set mouse on"
keys Enter
check "and taken" mouse_becomes 1
keys q
check "quitting gives it back" mouse_becomes 0

# killed in the middle: the terminal gets its mouse back all the same
open_term 80x24 "'$FRAMEWALK' --mouse small.json; echo left"
at 0
pid=$(term display -p '#{pane_pid}')
kill -TERM "$(pgrep -P "$pid" framewalk)"
seen left
check "so does a signal" mouse_becomes 0

# whatever the mouse did last, it waits as ever: a signal is heard
heard_after()
{
	open_term 80x24 "'$FRAMEWALK' --mouse --at 2 small.json; echo left"
	at 2.3
	pid=$(pgrep -P "$(term display -p '#{pane_pid}')" framewalk)
	for button in "$@"; do
		mouse "$button" 55 2
		sleep 0.2
	done
	kill -TERM "$pid"
	sees "a signal is heard after the mouse's $*" left
}
heard_after 20 23	# the button down, and up
heard_after 22		# the right one
heard_after 62		# a wheel to the side

# down and up together are still a click
open_term 80x24 "'$FRAMEWALK' --mouse --at 2 small.json"
at 2.3
term send-keys -H 1b 5b 4d 20 58 23 1b 5b 4d 23 58 23
sees "a quick click points" "arrows move"
keys Escape q
finish
