# However it is left, the terminal is as it was.
. ./lib.sh

# leave NAME STATUS HOW...: run, do HOW, expect the status and a whole terminal.
leave()
{
	name=$1 want=$2
	shift 2
	rm -f "$work/pid"
	open_term 80x24 "trap : INT QUIT; echo BEFORE; stty -g >$work/a; sh -c 'echo \$\$ >$work/pid; exec \"$FRAMEWALK\" small.json'; echo status \$?; stty -g >$work/b; cmp $work/a $work/b && echo SAME"
	at 0 || not_ok "$name: it opens"
	"$@"
	sees "$name: exit status $want" "^status $want"
	sees "$name: the terminal's modes are as they were" "^SAME"
	check "$name: the screen is as it was" seen "^BEFORE"
}

leave "q" 0 keys q
leave "Q" 0 keys Q

# paused: no time of the processor, no redraw
cpu_time() { cut -d' ' -f14-15 "/proc/$(cat "$work/pid")/stat"; }

if [ -r /proc/self/stat ]; then
	open_term 80x24 "sh -c 'echo \$\$ >$work/pid; exec \"$FRAMEWALK\" small.json --at 1'"
	at 1.1
	sleep 0.2
	before=$(cpu_time)
	switches=$(grep ctxt "/proc/$(cat "$work/pid")/status")
	sleep 1
	check "paused: it takes no time" [ "$(cpu_time)" = "$before" ]
	check "paused: it never wakes" \
		[ "$(grep ctxt "/proc/$(cat "$work/pid")/status")" = "$switches" ]
fi

open_term 80x24 "'$FRAMEWALK' small.json --auto; echo status \$?"
keys + + +
check "--auto plays to the end and leaves" seen "^status 0"

finish
