# The text mode at a terminal: keys typed as lines, facts as lines.
. ./lib.sh
fw=$FRAMEWALK

open_term 160x50 "$fw --text small.json; echo status \$?"
sees "it begins with the position" "^position 0 "
sees "and with the keys" "^  keys l on, h back, "
sees "then it asks" "^> *$"
# asks: within some seconds it waits for a line.
asks()
{
	tries=0
	until screen | sed '/^$/d' | tail -n 1 | grep -q '^> *$'; do
		[ $((tries += 1)) -lt 100 ] || return 1
		sleep 0.03
	done
}

# told: what came of the line that was typed last.
told() { screen | awk '/^> ./ { s = ""; next } { s = s $0 "\n" } END { printf "%s", s }'; }

# tells LINE NAME PATTERN: what comes of the line has it.
tells()
{
	asks
	screen >"$work/before"
	keys -l "$1"
	keys Enter
	changes before
	asks
	if told | grep -q -- "$3"; then
		ok "$2"
	else
		not_ok "$2: no '$3' in what came of '$1'"
		show_screen
	fi
}

tells l "l goes on, as far as a question" "^position 1.0 "
tells u "u changes the unit, and says so" "^position 1.0 .* by operation"
tells l "l goes one operation on" "^position 1.1 "
tells hh "several keys of one kind in a line" "^position 0 "
tells ll "what changed says from and to" "^[*] zone Normal free 31 (was 32) of 32 "
tells hl "a word is no key" "^'hl' is no key"
tells :3 "a colon goes to a position" "^position 3.4 "
tells l "where nothing follows" "^this is the end"
tells g "g goes to the beginning" "^position 0 "
tells h "where nothing comes before" "^this is the beginning"
tells G "G goes to the end" "^position 3.4 "
tells '?' "? has the keys" "^  :quit  *quit"
tells '?' "and the letters" "^  a  anonymous"
asks
keys W Enter
sees "W lists the branches" "^> 1  [*] main "
tells 99 "a row that is not there" "^the rows are 1 to "
tells u "a key leaves the list, and acts" "^position 3.* by event"
tells A "A changes the language" "^位置 3"
tells A "and back" "^position 3"
tells "w alloc_pages 0 as=mine" "w and an operation in one line" "^b1: alloc_pages 0 as=mine"
tells "w exec demo" "what is refused tells why" "^b2: exec demo ended in -EINVAL: a program needs two frames"
tells ":try exec other" ":try does the same" "^b3: exec other ended in -EINVAL: a program needs two frames"
tells "w aloc_pages" "a mistake is answered" 'did you mean "alloc_pages"'
tells "l" "and nothing waits for more" "^this is the end"
asks
keys q Enter
sees "q leaves" "^status 0"
open_term 160x50 "$fw --text small.json; echo left"
sees "a text mode again" "^> *$"
keys C-d
sees "C-d leaves, on a line of its own" "^left"

# Long lines are folded at the terminal's width, never inside a word; where the
# output is no terminal a line is a line.
words() { tr -s ' \n' '\n\n' | sort -u; }
"$fw" --text small.json --at end >"$work/lines"
check "elsewhere they are long" \
	[ -n "$(awk 'length > 60' "$work/lines")" ]
open_term 40x200 "$fw --text small.json --at end"
sees "a narrow terminal" "^> *$"
screen | words >"$work/folded"
echo '>' | cat - "$work/lines" | words >"$work/whole"
check "no word is broken there" \
	[ -z "$(comm -23 "$work/folded" "$work/whole")" ]
check "and none is lost" [ -z "$(comm -13 "$work/folded" "$work/whole")" ]

finish
