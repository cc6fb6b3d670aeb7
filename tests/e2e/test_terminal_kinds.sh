# Terminals, locales and colours.
. ./lib.sh

# a sequence that sets a colour; 39 and 49 only take one off
coloured()
{
	term capture-pane -p -e |
		grep -q "$(printf '\033')\[\([0-9;]*;\)\{0,1\}[349][0-8][;m]"
}
not_coloured() { ! coloured; }
ascii_only() { ! screen | LC_ALL=C grep -q '[^ -~]'; }

open_term 80x24 "'$FRAMEWALK' small.json --at 1"
check "opens" at 1.1
check "in colour" coloured
check "with lines of Unicode" seen "│"
open_term 80x24 "NO_COLOR=1 '$FRAMEWALK' small.json --at 1"
at 1.1
check "NO_COLOR: no colour" not_coloured
open_term 80x24 "NO_COLOR=1 '$FRAMEWALK' small.json --at 1 --color 8"
at 1.1
check "--color wins over NO_COLOR" coloured
open_term 80x24 "'$FRAMEWALK' small.json --at 1 --color never"
at 1.1
check "--color never" not_coloured
open_term 80x24 "LANG=C '$FRAMEWALK' small.json --at 1"
at 1.1
check "LANG=C: ASCII only" ascii_only
check "LANG=C: English" seen "framewalk"
for locale in "LC_ALL=C" "LC_ALL=POSIX" "LANG=" "LC_CTYPE=C"; do
	open_term 80x24 "$locale '$FRAMEWALK' small.json --at 1"
	at 1.1
	check "$locale: ASCII only" ascii_only
done
open_term 80x24 "LC_ALL=C '$FRAMEWALK' small.json --at 1 --lang zh"
at 1.1
check "LC_ALL=C --lang zh: ASCII only, so English" ascii_only
keys A
sees "and A says so" "only ASCII"
open_term 80x24 "'$FRAMEWALK' small.json --at 1 --ascii"
at 1.1
check "--ascii: ASCII only" ascii_only
open_term 80x24 "'$FRAMEWALK' small.json --at 1 --lang zh"
at 1.1
sees "--lang zh" "要一页"
open_term 80x24 "LC_MESSAGES=zh_CN.UTF-8 '$FRAMEWALK' small.json --at 1"
at 1.1
sees "Chinese by LC_MESSAGES" "要一页"

for kind in dumb nonsense-terminal; do
	open_term 120x24 "TERM=$kind '$FRAMEWALK' small.json; echo status \$?"
	sees "TERM=$kind: exit 2" "^status 2"
	sees "TERM=$kind: names --text" "--text"
done
for kind in "TERM=" "unset TERM;"; do
	open_term 120x24 "$kind '$FRAMEWALK' small.json; echo status \$?"
	sees "$kind exit 2" "^status 2"
	sees "$kind names --text" "--text"
done
open_term 120x24 "TERM=dumb '$FRAMEWALK'; echo status \$?"
sees "the menu on TERM=dumb: exit 2" "^status 2"
open_term 80x60 "TERM=dumb '$FRAMEWALK' small.json --text; echo status \$?"
sees "--text works on it" "^position 0 "
open_term 80x24 "TERM=vt100 '$FRAMEWALK' small.json --at 1"
check "TERM=vt100: opens" at 1.1
check "TERM=vt100: no colour" not_coloured
keys l
check "TERM=vt100: keys work" at 2.3
for kind in linux xterm-256color rxvt ansi; do
	open_term 80x24 "TERM=$kind '$FRAMEWALK' small.json --at 1"
	check "TERM=$kind: opens" at 1.1
	check "TERM=$kind: in colour" coloured
done

# standard descriptors that are no terminal
open_term 120x24 "'$FRAMEWALK' small.json </dev/null; echo status \$?"
sees "keys from a file: exit 2" "^status 2"
sees "keys from a file: names --text" "--text"
open_term 120x24 "'$FRAMEWALK' small.json <&-; echo status \$?"
sees "no standard input: exit 2" "^status 2"

# a scenario by a pipe, keys by the terminal
open_term 120x24 "stty -g >$work/a; cat small.json | '$FRAMEWALK' -; echo status \$?; stty -g >$work/b; cmp $work/a $work/b && echo SAME"
check "a piped scenario: opens" at 0
keys l
check "a piped scenario: keys work" at 1.0
keys r
sees "a piped scenario: r cannot read it again" "cannot be read again"
resize 100x24
keys l
check "a piped scenario: another size" at 1.1
keys q
sees "a piped scenario: q leaves" "^status 0"
sees "a piped scenario: the modes are as they were" "^SAME"
open_term 120x24 "trap : INT; cat small.json | '$FRAMEWALK' -; echo status \$?"
at 0
keys C-c
sees "a piped scenario: ^C" "^status 130"
if command -v setsid >/dev/null; then
	open_term 120x24 "cat small.json | setsid -w '$FRAMEWALK' -; echo status \$?"
	sees "a piped scenario without a keyboard: exit 2" "^status 2"
	sees "and why" "the standard input is no terminal"
fi
open_term 120x24 "'$FRAMEWALK' small.json >&-; echo status \$?"
sees "no standard output: exit 1" "^status 1"
open_term 120x24 "'$FRAMEWALK' small.json >$work/piped; echo status \$?"
sees "into a file: exit 0" "^status 0"
check "into a file: lines" grep -q "^position 3.4" "$work/piped"
check "into a file: no escapes" sh -c "! grep -q '$(printf '\033')' $work/piped"
open_term 120x24 "'$FRAMEWALK' small.json | head -n 1; echo piped"
sees "into a reader that stops" "^piped"
if [ -w /dev/full ]; then
	open_term 120x24 "'$FRAMEWALK' small.json >/dev/full; echo status \$?"
	sees "onto a full disk: exit 1" "^status 1"
	sees "onto a full disk: it is said" "cannot write"
fi
open_term 80x24 "'$FRAMEWALK' small.json --at 1 2>&-; echo status \$?"
check "no standard error: opens" at 1.1
keys q
sees "no standard error: leaves" "^status 0"
open_term 120x24 "'$FRAMEWALK' bad.json; echo status \$?"
sees "a fault is printed, not drawn" "^status 3"
sees "with its place" "^bad.json:[0-9]*:[0-9]*: "

# text mode with a keyboard
open_term 80x60 "'$FRAMEWALK' small.json --text; echo status \$?"
sees "--text starts at 0" "^position 0 "
seen "^>"
keys Enter
sees "an empty line is one on" "^position 1.0 "
keys -l 5
keys Enter
seen "Your answer: 5"
keys -l 2
keys Enter
sees "a number goes to the step" "^position 2.3 "
keys -l q
keys Enter
sees "q leaves" "^status 0"

# the menu
mkdir -p "$work/data/traces"
cp small.json "$work/data/traces/99-toy.json"
open_term 80x24 "XDG_DATA_HOME=$work/none FRAMEWALK_DATA=$work/data '$FRAMEWALK'; echo status \$?"
keys End
sees "the menu lists what is installed" "99-toy"
keys Enter
check "Enter opens it" at 0
keys q
seen "> 99-toy"
keys q
sees "and q leaves, the menu then" "^status 0"
finish
