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
keys /
keys -l "kswapd"
sees "/ takes a word" "^ /kswapd"
keys Enter
sees "and goes to the walkthrough that has it" "> 32-kswapd  "
keys n
sees "n goes to the next" "> 32-kswapd-m256"
keys End n
sees "or says that there is no more" "kswapd: no more of it after this"
keys N
sees "N goes back" "> 32-kswapd-m256"
keys Home
seen "> tour"
keys '?' /
keys -l "language"
keys Enter
sees "among the keys, too" "English, Chinese"
keys q
seen "> tour"
keys Enter
check "Enter opens it" at 0
keys q
sees "q leads back to the menu" "> tour"
keys Down Down
seen "> 06-faults"
keys Enter
check "another one opens" at 0
sees "it is the one chosen" "framewalk *06-faults"
keys A
seen "第"
keys : 9 9 9 Enter
sees "messages are in its language" "步号是 0 到"
keys q
sees "q leads back, the cursor where it was" "> 06-faults"
sees "in the language of the stage" "退出"
keys A q
sees "the second q ends it" "left 0"

# a walkthrough with faults: the menu stays, the message is read behind it
mkdir -p "$work/data/traces"
cp bad.json "$work/data/traces/99-bad.json"
cp small.json "$work/data/traces/98-small.json"
cp -r ../../themes "$work/data"
alone="XDG_DATA_HOME=$work/none FRAMEWALK_DATA=$work/data"
# a copy: beside it lie no other walkthroughs
mkdir -p "$work/bin"
cp "$FRAMEWALK" "$work/bin/framewalk"
FRAMEWALK=$work/bin/framewalk
open_term 80x24 "$alone '$FRAMEWALK'; echo left \$?"
seen "> 98-small"
keys A Down Enter
sees "it could not be opened" "因出错而退出"
sees "the menu is still there" "> 99-bad"
keys q
sees "what was wrong is told then, in the menu's language" \
	"99-bad.json:[0-9]*:[0-9]*: 不认识的操作"
sees "that was no error of the menu" "left 0"

# help, themes
open_term 80x24 "$alone '$FRAMEWALK'; echo left \$?"
seen "> 98-small"
keys '?'
sees "? shows the keys" "the next part"
keys q
sees "q closes them" "? keys   q quit"
keys T
sees "T is the next theme" "theme colour-blind"
keys Enter
at 0
keys T
seen "theme "
theme=$(screen | sed -n 's/.*theme \([a-z-]*\).*/\1/p' | head -n 1)
check "the stage goes on from it" [ "$theme" != colour-blind ]
keys q
seen "> 98-small"
keys q
seen "left 0"
open_term 80x24 "$alone NO_COLOR=1 '$FRAMEWALK'"
seen "> 98-small"
keys T
sees "without colours T says so" "no colours are shown here"
open_term 80x24 "$alone '$FRAMEWALK' --ascii"
seen "> 98-small"
keys A
sees "with ASCII alone A says so" "only ASCII can be shown here"

# the mouse: ESC [ M, the button, column 8, the row
click()
{
	term send-keys -H 1b 5b 4d 20 28 "$(printf %x $(($1 + 32)))"
	term send-keys -H 1b 5b 4d 23 28 "$(printf %x $(($1 + 32)))"	# let go
}
row_of() { screen | grep -n "$1" | head -n 1 | cut -d: -f1; }
open_term 80x24 "$alone '$FRAMEWALK' --mouse; echo left \$?"
seen "> 98-small"
check "--mouse asks for it" [ "$(term display-message -p '#{mouse_any_flag}')" = 1 ]
click "$(row_of 99-bad)"
sees "a click chooses" "> 99-bad"
click "$(row_of 98-small)"
sees "another one" "> 98-small"
click "$(row_of 98-small)"
check "one on the row chosen opens it" at 0
keys q
seen "> 98-small"
check "the mouse is still ours" [ "$(term display-message -p '#{mouse_any_flag}')" = 1 ]
keys q
seen "left 0"

open_term 80x24 "'$FRAMEWALK'; echo left \$?"
seen "> tour"
keys A p
check "p opens it too" at 0
sees "in predict mode, in the language chosen" "预测"
keys q q
seen "left 0"

open_term 80x24 "'$FRAMEWALK'; echo left \$?"
seen "> tour"
resize 50x12
sees "a small terminal has it too" "> tour"
keys q
sees "q leaves the menu" "left 0"
finish
