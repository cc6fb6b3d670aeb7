# Glides end in a still picture; nothing is sent while nothing happens.
. ./lib.sh

# size NAME: how much the terminal has been sent, once it no longer grows.
sent() { wc -c <"$work/sent"; }
rest()
{
	was=-1
	while now=$(sent); [ "$now" != "$was" ]; do
		was=$now
		sleep 0.5	# longer than a glide
	done
}

open_term 80x24 "'$FRAMEWALK' --at 1.1.4 small.json"
at 1.1.4
keep still4
term pipe-pane "cat >'$work/sent'"
sleep 0.2
keys .
check "an event on" at 1.1.5
rest
glided=$(sent)
keep still5
sleep 1
check "paused, nothing is sent" [ "$(sent)" = "$glided" ]
keys ,
check "an event back" at 1.1.4
keep back4
check "and the still picture is the same" cmp -s "$work/still4" "$work/back4"

# without motion the same way costs less
keys :
keys -l "set motion off"
keys Enter
sleep 0.3
rest
before=$(sent)
keys .
at 1.1.5
rest
check "reduced motion: before and after only" [ $(($(sent) - before)) -lt "$glided" ]
keep plain5
check "the picture is the same without" cmp -s "$work/still5" "$work/plain5"
keys :
keys -l "set motion on"
keys Enter

# keys held down are never waited for
keys g
at 0
keys . . . . . . . . . .
check "a key ends a glide" at 1.1

# by operations an operation is played by its events
keys 1 Enter u Space
check "inside the operation" seen "^ 2\.1\.[0-9]"
keys x
sees "a key that means nothing does not stop it" "playing"
keys Space
check "Space: its last picture" at 2.1
sees "and the play has stopped" "paused"
# as long as such a key is held down
open_term 80x24 "$FRAMEWALK small.json"
at 0
keys Space
tries=0
while screen | grep -q "^ 0  .*playing" && [ $((tries += 1)) -lt 150 ]; do
	keys x
	sleep 0.1
done
check "it goes on though such a key comes again and again" [ $tries -lt 150 ]
keys q
finish
