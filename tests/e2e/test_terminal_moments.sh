# A signal at any moment: at each call to the kernel by which the terminal is
# taken, given the mouse, drawn on and given back, one comes and ends the
# program. The terminal is whole each time.
. ./lib.sh

if ! command -v strace >/dev/null || ! strace -o /dev/null true 2>/dev/null; then
	echo "# strace is missing or may not trace: no signal at each moment"
	finish
fi

# Who looks for leaks traces, too, and cannot be traced; SEGV is ours to catch.
# In the terminal: for the first, second ... use of a call until one run ends
# by itself. Keys are typed ahead: the mouse goes off and on, then q.
cat >"$work/moments" <<'END'
signal=$1 status=$2
exec 3>"$0.faults"
flags='#{alternate_on}#{cursor_flag}#{mouse_any_flag}#{keypad_cursor_flag}'
modes=$(stty -g)
moments=0

# moment CALL N: one run. Fails if it ended by itself.
moment()
{
	tmux send-keys -l ':set mouse off'
	tmux send-keys Enter
	tmux send-keys -l ':set mouse on'
	tmux send-keys Enter q
	strace -o /dev/null -e "trace=$1" \
		-e "inject=$1:signal=$signal:when=$2" \
		"$FRAMEWALK" small.json --mouse 2>/dev/null
	left=$?
	for try in 1 2 3 4 5 6 7 8 9; do
		is=$(tmux display-message -p "$flags")
		[ "$is" = 0100 ] && break
		sleep 0.05
	done
	[ "$is" = 0100 ] || echo >&3 "$1 $2: flags $is"
	[ "$(stty -g)" = "$modes" ] || echo >&3 "$1 $2: modes"
	stty "$modes"
	[ $left = 0 ] || [ $left = $status ] || echo >&3 "$1 $2: status $left"
	moments=$((moments + 1))
	[ $left != 0 ]
}

for call in write ioctl dup2 rt_sigaction rt_sigprocmask pselect6; do
	n=1
	while moment $call $n && [ $n -lt 300 ]; do
		n=$((n + 1))
	done
	[ $n -lt 300 ] || echo >&3 "$call: no run ended by itself"
done
echo $moments >"$0.done"
END

for signal in HUP:129 TERM:143 INT:130 SEGV:139 ABRT:134; do
	what=SIG${signal%:*}
	rm -f "$work/moments.done"
	open_term 80x24 "trap : HUP INT TERM; export FRAMEWALK='$FRAMEWALK' ASAN_OPTIONS=detect_leaks=0:handle_segv=0; sh $work/moments ${signal%:*} ${signal#*:}"
	tries=0
	while [ ! -s "$work/moments.done" ] && [ $tries -lt 600 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
	moments=$(cat "$work/moments.done" 2>/dev/null || echo 0)
	check "$what: there were moments" [ "$moments" -gt 80 ]
	if [ -s "$work/moments.faults" ]; then
		not_ok "$what: the terminal is whole at every moment"
		sed 's/^/#   /' "$work/moments.faults" | head -20
	else
		ok "$what: the terminal is whole at each of $moments moments"
	fi
done
finish
