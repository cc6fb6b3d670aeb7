# Recordings: the same bytes everywhere, and what asciinema makes of them.
. ./lib.sh
fw=$FRAMEWALK

# --- the file
status 0 "record" "$fw" record small.json -o "$work/a.cast"
check "nothing is printed" nothing_in out
check "nothing is said" nothing_in err
lines() { grep -c -- "$1" "$work/a.cast"; }
check "the header" [ "$(head -n 1 "$work/a.cast" | cut -c1-37)" = \
	'{"version":2,"width":80,"height":24,"' ]
check "its title" sh -c "head -n 1 '$work/a.cast' | grep -q '\"title\":\"A toy zone\"}'"
check "all else is events" [ $(($(wc -l <"$work/a.cast") - 1)) = \
	"$(lines '^\[[0-9]*\.[0-9]\{3\},"[oim]",".*"\]$')" ]
check "it ends with a line" [ -z "$(tail -c 1 "$work/a.cast")" ]
check "the keys" [ "$(lines '"i","l"\]$')" = 4 ]
check "the chapters" [ "$(lines '"m",')" = 2 ]
check "one that begins with a question" [ "$(lines '"m","Split  How many .*"\]$')" = 1 ]
check "one that does not" [ "$(lines '"m","Join"\]$')" = 1 ]
check "no control character" sh -c "! LC_ALL=C grep -q '[[:cntrl:]]' '$work/a.cast'"
status 0 "record --cast 3" "$fw" record small.json --cast 3 -o "$work/v3.cast"
check "the header of version 3" [ "$(head -n 1 "$work/v3.cast" | cut -c1-42)" = \
	'{"version":3,"term":{"cols":80,"rows":24,"' ]
check "the same texts in both" sh -c "
	sed 's/^[^,]*//' '$work/a.cast' | sed 1d >'$work/texts'
	sed 's/^[^,]*//' '$work/v3.cast' | sed 1d | cmp -s - '$work/texts'"
check "intervals that add up to the time" [ \
	"$(awk -F '[][,]' 'NR > 1 { t += $2 } END { printf "%.3f", t }' "$work/v3.cast")" = \
	"$(awk -F '[][,]' 'END { print $2 }' "$work/a.cast")" ]
status 0 "record to the standard output" "$fw" record small.json
check "the same" cmp -s "$work/out" "$work/a.cast"
status 0 "record --ascii" "$fw" record small.json --ascii
check "only ASCII" sh -c "! LC_ALL=C grep -q '[^ -~]' '$work/out'"
status 0 "record --color never" "$fw" record small.json --color never
check "no colour" sh -c "! grep -q '\[[0-9;]*38;' '$work/out'"

# --- the same bytes wherever it is made
cp small.json "$work/"
for place in "C LANG=C TERM=dumb TZ=UTC COLUMNS=20 LINES=5 NO_COLOR=1" \
	"zh LC_ALL=zh_CN.UTF-8 TERM=xterm-direct TZ=Asia/Shanghai COLUMNS=200" \
	"empty -i FRAMEWALK_DATA=$FRAMEWALK_DATA"; do
	name=${place%% *}
	for s in "$work/small.json" tour; do
		# shellcheck disable=SC2086  # the settings are words
		(cd / && env ${place#* } "$fw" record "$s" --unit operation --to 4) \
			>"$work/$name-$(basename "$s")" 2>&1
	done
done
for s in small.json tour; do
	check "$s: in Shanghai as at home" cmp "$work/C-$s" "$work/zh-$s"
	check "$s: and in an empty environment" cmp "$work/C-$s" "$work/empty-$s"
done
for file in "$here"/../../traces/*.json; do
	status 0 "record $(basename "$file")" "$fw" record "$file"
	check "its size is within reason" [ "$(wc -c <"$work/out")" -lt 300000 ]
done

# --- tapes
cat >"$work/quiz.tape" <<-TAPE
	# plays to the question, answers it, and looks at a file of /proc
	Space
	wait question
	hold 2s
	type 2
	Enter l
	type :proc buddyinfo
	Enter
	hold 3s
TAPE
status 0 "record --tape" "$fw" record small.json --tape "$work/quiz.tape"
check "the last of its keys" out_has '"i","\\r"\]$'
check "the sheet of the file" out_has 'buddyinfo.*Node 0'
cp "$work/out" "$work/tape"
status 0 "a tape on the standard input" sh -c \
	"'$fw' record small.json --tape - <'$work/quiz.tape'"
check "is the same tape" cmp -s "$work/out" "$work/tape"
status 0 "record --keys" "$fw" record small.json --keys "G Tab hold 1s"
check "its keys" out_has '^\[2.000,"i","G"\]$'
# a scenario that names its own keys
mkdir "$work/own"
own=$work/own/small.json
sed 's|^{ |{ "keys": ["G Tab", "hold 1s"], |' small.json >"$own"
cp "$work/out" "$work/told"
status 0 "the keys of a scenario" "$fw" record "$own"
check "are pressed" cmp -s "$work/out" "$work/told"
status 0 "--keys instead of them" "$fw" record "$own" --keys l
check "are pressed alone" sh -c "grep -q '\"i\",\"l\"' '$work/out' && ! grep -q '\"i\",\"G\"' '$work/out'"
status 0 "--to instead of them" "$fw" record "$own" --to end
check "is the walk" cmp -s "$work/out" "$work/a.cast"
sed 's|"G Tab"|"r r G"|' "$own" >"$work/again.json"
status 0 "keys that read the scenario again" "$fw" record "$work/again.json"
check "go on behind it" out_has '"i","G"'
sed 's|"hold 1s"|"wait end", "wait event oom_kill"|' "$own" >"$work/vain.json"
status 1 "keys of a scenario that wait in vain" "$fw" record "$work/vain.json"
check "say where they stand" err_has "vain.json:1:33: this does not come"
sed 's|hold 1s|hold 1|' "$own" >"$work/vain.json"
status 3 "keys of a scenario with a fault" "$fw" check "$work/vain.json"
check "have a place" err_has "vain.json:1:21: '1' is no time"
printf 'l\n  pgdn wait step x\n' >"$work/bad.tape"
status 2 "a tape with faults" "$fw" record small.json --tape "$work/bad.tape" \
	-o "$work/never"
check "the first and its place" err_has "bad.tape:2:3: no key is named 'pgdn', did you mean 'PgDn'?$"
check "the second and its place" err_has "bad.tape:2:18: 'x' is no step"
check "no file is begun" [ ! -e "$work/never" ]
status 2 "keys with a fault" "$fw" record small.json --keys 'l  hold 5'
check "its place" err_has "^--keys:1:9: '5' is no time"
status 2 "no such tape" "$fw" record small.json --tape /nonexistent
check "it is named" err_has "/nonexistent.*No such file"
status 1 "a wait in vain" "$fw" record small.json --keys "l wait end"
check "where, and why" err_has "^--keys:1:8: this does not come: .* at 1.0"
status 2 "keys twice" "$fw" record small.json --keys l --tape "$work/quiz.tape"
status 2 "an end for keys" "$fw" record small.json --keys l --to 2

# --- what it is called with, and where it writes
status 2 "a bad size" "$fw" record small.json --size 80by24
check "what a size is" err_has "as in 120x40, not '80by24'"
status 2 "a bad version" "$fw" record small.json --cast 1
status 2 "the end before the beginning" "$fw" record small.json --from 2 --to 1
check "both are named" err_has "to 1 lies before --from 2"
status 2 "a theme that is not there" "$fw" record small.json --theme nosuch
status 3 "a scenario with a fault" "$fw" record bad.json -o "$work/never"
check "no file is begun for it" [ ! -e "$work/never" ]
cp "$work/a.cast" "$work/kept.cast"
status 1 "a file that exists" "$fw" record small.json -o "$work/a.cast" --size 90x30
check "what replaces it" err_has "a.cast' exists; --force replaces it"
check "it stays" cmp -s "$work/a.cast" "$work/kept.cast"
: >"$work/empty.cast"
status 0 "an empty file" "$fw" record small.json -o "$work/empty.cast"
check "is no loss" cmp -s "$work/empty.cast" "$work/a.cast"
status 0 "--force" "$fw" record small.json -o "$work/v3.cast" --force
check "the new one is there" cmp -s "$work/v3.cast" "$work/a.cast"
status 1 "a folder that is not there" "$fw" record small.json -o /nonexistent/x
check "it says so" err_has "cannot write '/nonexistent/x'"
{ sleep 0.2; "$fw" record small.json 2>"$work/err"; echo $? >"$work/rc"; } | :
check "a closed pipe" [ "$(cat "$work/rc")" = 1 ]
check "is no mistake of anybody's" nothing_in err

# --- asciinema
for program in tmux asciinema; do
	if ! command -v $program >/dev/null; then
		not_ok "$program is missing (make setup)"
		finish
	fi
done
HOME=$work
export HOME
tape=$work/played.cast

# ended FILE: the status that a command in the terminal leaves there, in time.
ended()
{
	tries=0
	while [ ! -s "$1" ] && [ $tries -lt 400 ]; do
		tries=$((tries + 1))
		sleep 0.05
	done
	[ "$(cat "$1")" = 0 ]
}

# plays_to_end NAME SIZE OPTION...: asciinema's last screen is snap's
plays_to_end()
{
	kind=$1 size=$2
	shift 2
	"$fw" record 13-buddy "$@" --size "$size" -o "$tape" -f
	open_term "$size" "asciinema play -s 1000 -i 0.01 '$tape'; echo \$? >'$tape.$kind'"
	check "$kind: asciinema plays it" ended "$tape.$kind"
	keep shown
	close_term
	# of these only the language matters to the picture
	case $* in
	*zh*)	set -- --lang zh ;;
	*)	set -- ;;
	esac
	"$fw" snap 13-buddy --at end --size "$size" "$@" | sed 's/ *$//' >"$work/last"
	check "$kind: its last screen is that of snap" diff "$work/last" "$work/shown"
}
plays_to_end first 80x24
plays_to_end large 120x40 --color 16
plays_to_end chinese 80x24 --lang zh
plays_to_end keys 80x24 --keys ". . ? Esc Tab z Esc Esc ] g G"
case $(asciinema --version) in
"asciinema 2"*)	;;	# it reads version 2 alone
*)	plays_to_end version-3 80x24 --cast 3 ;;
esac

# who types on after it does so below the picture: in a terminal of its size
# that moves up by a row
# prompts SIZE ROWS: of the picture so many stand above the prompt
prompts()
{
	"$fw" record 13-buddy --size 80x24 -o "$tape" -f
	open_term "$1" "asciinema play -s 1000 -i 0.01 '$tape'; PS1='typed: ' sh -i"
	sees "$1: a prompt on a row of its own" "^typed:"
	screen | sed '/^typed:/,$d; /./!d' >"$work/shown"
	"$fw" snap 13-buddy --at end | sed 's/ *$//; /./!d' | tail -n "$2" |
		diff - "$work/shown" >"$work/hidden"
	check "$1: it stands below the picture" nothing_in hidden
}
prompts 80x24 23
prompts 100x30 24

# a show that plays by itself, recorded from outside
cat >"$work/short.json" <<-'JSON'
	{ "framewalk": 1, "title": "short", "machine": { "ram": "64M" },
	  "chapters": [{ "title": "One", "steps": [
	    { "title": "A program", "do": [{ "exec": "demo" }] }] }] }
JSON
open_term 80x24 "asciinema rec -q -c \"'$fw' play --auto '$work/short.json'\" \
	'$work/live.cast'; echo \$? >'$work/over'"
check "asciinema rec of play --auto ends well" ended "$work/over"
check "it has the opening" grep -q 'framewalk   short' "$work/live.cast"
check "and the step" grep -q 'A program' "$work/live.cast"
finish
