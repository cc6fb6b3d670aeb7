# The modes: predict with a score, present with a remote's keys, watch.
. ./lib.sh

# predict: the result of a step that asks stays hidden
open_term 80x24 "'$FRAMEWALK' --score '$work/score' small.json"
at 0
keys 1 Enter
check "a step that asks is not entered" at 1.0
sees "the mode is shown" "predict"
keys -l 99999999999999999999
keys Enter
sees "a number beyond all is told" "beyond all numbers"
keys C-u 4 Enter
sees "the engine answers" "Not so: it is 5"
sees "with the event that decided" "why  mm_page_alloc_extfrag"
sees "and offers to show it" "show me"
check "the score has a line" \
	grep -q "^small	1	number	wrong	4	5	main\$" "$work/score"
keys .
check ". shows it by events" at 1.1.1
keys A
keys h
at 1.0
sees "the reason in Chinese" "退回去想"
keys q

# a jump passes what it leaves behind, and says so
open_term 80x24 "'$FRAMEWALK' --score '$work/passed' small.json"
at 0
keys G
check "G goes on to the end" at 3.4
check "the question on the way is passed" \
	grep -q "^small	1	number	passed	-	-	main\$" "$work/passed"
keys 1 Enter
keys 5 Enter
keys q
check "no second line for it" [ "$(wc -l <"$work/passed")" -eq 1 ]

# present
open_term 80x24 "'$FRAMEWALK' --mode present small.json"
seen "machine has booted"
keys PPage
keys NPage
sees "PgDn goes to the question" "How many free blocks"
keys NPage
sees "PgDn shows the result" "halved until one page"
keys b
tries=0
while screen | grep -q . && [ $tries -lt 100 ]; do
	tries=$((tries + 1))
	sleep 0.03
done
check "b darkens the screen" [ -z "$(screen | tr -d ' \n')" ]
keys b
sees "any key lights it" "halved until one page"
check "no keys are shown" [ -z "$(screen | grep 'space play')" ]
keys 3 Enter
sees "a number goes to that step" "Each block joins"
keys Escape
sees "Esc leads back to the stage" "paused"

# watch: the play stops where a chapter begins
keys 2 Enter
at 2.3
keys PPage Space
sees "a picture that stands says how long" "playing, on in [0-9]* s"
keys 2 Enter
at 2.3
keys + + + Space
sees "the play stops at a chapter" "a new chapter: Join"
check "before its first step" at 3.0
keys q

# nobody answers a show on its own: no line is added, and it goes to its end
"$FRAMEWALK" --score "$work/alone" small.json >"$work/out" </dev/null
check "without a terminal nothing is hidden" out_has "^position 1.1"
check "and no answer is counted" [ ! -s "$work/alone" ]

# a file of one's own, made when it is asked for and not before
open_term 80x24 "HOME='$work/home' XDG_STATE_HOME='$work/state' '$FRAMEWALK' small.json"
at 0
keys l 4 Enter
sees "a question is answered" "Not so: it is 5"
keys l l l
check "the steps behind it follow" at 3.4
check "nothing was written unasked" [ ! -e "$work/state" ]
keys :
keys -l "score"
keys Enter
sees ":score says where answers go" "state/framewalk/score"
keys q
check "the folder is its viewer's alone" \
	[ "$(ls -ld "$work/state/framewalk" | cut -c1-10)" = drwx------ ]
check "and nothing stands in HOME" [ ! -e "$work/home" ]
open_term 80x24 "unset XDG_STATE_HOME; HOME='$work/home' '$FRAMEWALK' small.json"
at 0
keys :
keys -l "score"
keys Enter
sees "without XDG_STATE_HOME it is in HOME" "home/.local/state/framewalk/score"
keys 1 Enter
at 1.0
keys 5 Enter
seen "Yes"
keys q
check "with the answers" grep -q "^small	1	number	right	5	5	main\$" \
	"$work/home/.local/state/framewalk/score"

# --resume: where it was left
kept=$work/kept/framewalk/places
resume="XDG_STATE_HOME='$work/kept' '$FRAMEWALK' --resume"
open_term 80x24 "$resume small.json; echo left \$?"
at 0
keys q
sees "left at its beginning" "left 0"
check "nothing is kept of that" [ ! -e "$kept" ]
open_term 80x24 "$resume what_if.json; echo left \$?"
at 0
keys :
keys -l "3.0"
keys Enter
at 3.0
keys q
seen "left 0"
open_term 80x24 "$resume small.json; echo left \$?"
at 0
keys 2 Enter
at 2.3
keys q
seen "left 0"
check "the place is kept" grep -qx "2.3	$here/small.json" "$kept"
check "beside that of another one" grep -qx "3.0	$here/what_if.json" "$kept"
open_term 80x24 "$resume small.json; echo left \$?"
check "it opens there" at 2.3
sees "and says so" "where it was left; g goes to the beginning"
keys g
at 0
keys q
seen "left 0"
check "what is left at its beginning is forgotten" \
	[ "$(cat "$kept")" = "3.0	$here/what_if.json" ]
open_term 80x24 "$resume what_if.json --at 1; echo left \$?"
check "--at goes before" at 1.1
keys q
seen "left 0"
check "and is kept" [ "$(cat "$kept")" = "1.1	$here/what_if.json" ]
mkdir -p "$work/settings/framewalk"
echo 'resume = on' >"$work/settings/framewalk/config"
open_term 80x24 "XDG_STATE_HOME='$work/kept' XDG_CONFIG_HOME='$work/settings' \
	'$FRAMEWALK' what_if.json; echo left \$?"
check "a file with settings may ask for it" at 1.1
keys q
seen "left 0"
open_term 80x24 "XDG_STATE_HOME='$work/kept' '$FRAMEWALK' what_if.json"
check "unasked it begins at the beginning" at 0
keys 2 Enter
at 2.3
keys q
check "and keeps nothing" [ "$(cat "$kept")" = "1.1	$here/what_if.json" ]
printf '9.9\t%s\n' "$here/what_if.json" >"$kept"
open_term 80x24 "$resume --text what_if.json; echo left \$?"
sees "a place that is gone" "left at 9.9, which is not there any more"
keys -l ":2"
keys Enter
seen "position 2.3"
keys q Enter
sees "the text mode ends" "left 0"
check "and keeps its place, too" [ "$(cat "$kept")" = "2.3	$here/what_if.json" ]
open_term 80x24 "$resume what_if.json; echo left \$?"
at 2.3
keys w
keys -l "alloc_pages 1"
keys Enter
at 2.4
keys A q
seen "left 0"
check "branch and language are kept" \
	grep -qx "2.3; try 0 2.3 alloc_pages 1; branch 1; here 2.4; lang zh	$here/what_if.json" "$kept"
printf 'no line of ours\n' >>"$kept"
open_term 80x24 "$resume what_if.json; echo left \$?"
sees "it opens on that branch, in that language" "上次停下的地方，在 b1"
at 2.4
keys q
seen "left 0"
check "what is no line of ours stays" grep -qx "no line of ours" "$kept"
printf '2.3; try 0 2.3 nonsense\t%s\n' "$here/what_if.json" >"$kept"
open_term 80x24 "$resume what_if.json; echo left \$?"
sees "what is gone is said" "of what was kept this is gone: try 0 2.3 nonsense"
at 2.3
keys g q
seen "left 0"
check "and stays for who went nowhere" grep -q "nonsense" "$kept"
printf '2.3\t%s\n' "$here/what_if.json" >"$kept"
open_term 80x24 "$resume; echo left \$?"
seen "> tour"
keys Enter
at 0
keys 2 Enter
seen "^ 2\."
keys q
seen "> tour"
keys Enter
check "the menu opens it where it was left, too" at "2\.[0-9]*"
keys q
seen "> tour"
keys q
seen "left 0"
# without a scenario: the one left last
first=$(sed -n '1p' "$kept")
printf '%s\n3\t%s\n' "$first" "$(cd "$FRAMEWALK_DATA" && pwd)/traces/13-buddy.json" >"$kept"
open_term 80x24 "$resume; echo left \$?"
sees "the menu begins at the one left last" "> 13-buddy"
keys q
seen "left 0"
printf '2.3\t%s\n' "$here/what_if.json" >>"$kept"
open_term 80x24 "XDG_STATE_HOME='$work/kept' '$FRAMEWALK' play --resume; echo left \$?"
check "play goes on with it at once" at 2.3
keys q
seen "left 0"
open_term 80x24 "XDG_STATE_HOME='$work/kept' XDG_CONFIG_HOME='$work/settings' \
	'$FRAMEWALK' play; echo left \$?"
check "as it does where the settings ask for it" at 2.3
keys q
seen "left 0"
status 2 "play without a scenario" "$FRAMEWALK" play
rm -r "$work/kept"
status 2 "play --resume where nothing is kept" \
	env XDG_STATE_HOME="$work/kept" "$FRAMEWALK" play --resume
check "says how that begins" err_has "begins to"
: >"$work/kept"
open_term 80x24 "$resume what_if.json; echo left \$?"
at 0
keys l
at 1.0
keys q
sees "a place that cannot be kept is an error" "left 1"
sees "with its reason" "the place cannot be kept in"

# a score that cannot be written
status 1 "a score in a missing folder" "$FRAMEWALK" --score /no/such/file small.json
check "says where" err_has "/no/such/file"
finish
