# Without an argument: the walkthroughs by the parts of the course.
. ./lib.sh

open_term 80x24 "'$FRAMEWALK'; echo left \$?"
sees "the parts have titles" "2 A page comes to life"
sees "the first walkthrough is chosen" "> tour"
sees "what it teaches is told" "Afterwards you can name the layers"
keys ']'
tries=0
while screen | grep -q "> tour" && [ $tries -lt 100 ]; do
	tries=$((tries + 1))
	sleep 0.03
done
check "] leaves the part" [ -z "$(screen | grep '> tour')" ]
keys A
sees "A changes the language" "总览"
keys A Home
sees "Home goes back to the first" "> tour"
keys Enter
check "Enter opens it" at 0
keys q
sees "q leaves" "left 0"

open_term 80x24 "'$FRAMEWALK'; echo left \$?"
seen "> tour"
keys A p
check "p opens it too" at 0
sees "in predict mode, in the language chosen" "预测"
keys q
seen "left 0"

open_term 80x24 "'$FRAMEWALK'; echo left \$?"
seen "> tour"
resize 50x12
sees "a small terminal has it too" "> tour"
keys q
sees "q leaves the menu" "left 0"
finish
