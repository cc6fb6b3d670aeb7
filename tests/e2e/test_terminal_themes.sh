# Themes and depths of colour, by the sequences that arrive.
. ./lib.sh
escape=$(printf '\033')

# sent: every sequence of looks on the screen, one a line, without the escape
sent()
{
	term capture-pane -p -e | grep -o "$escape\[[0-9;]*m" | tr -d "$escape"
}

# A sequence whose parts, one a line, have one that matches.
part() { sent | sed 's/\[//; s/m$//; s/38;5;/ink/; s/48;5;/fill/' | tr ';' '\n' | grep -qx -- "$1"; }
no_part() { ! part "$1"; }

# show OPTIONS...: the toy at step 1 on a terminal of 256 colours
show()
{
	open_term 80x24 "$prefix TERM=screen-256color '$FRAMEWALK' small.json --at 1 $*"
	at 1.1 || not_ok "it opens: $*"
}

prefix=
show
check "256 colours where there are as many" part "ink[0-9]*"
show --color 256
check "--color 256" part "ink[0-9]*"
show --color 16
check "--color 16: the bright ones" part "9[0-7]"
check "--color 16: none beyond" no_part "\(ink\|fill\).*"
show --color 8
check "--color 8: a colour" part "3[1-7]"
check "--color 8: none beyond" no_part "\(9[0-7]\|10[0-7]\|\(ink\|fill\).*\)"
check "--color 8: what is dim stays so" part 2
show --color never
check "--color never: no colour" no_part "\(3[0-7]\|4[0-7]\|9.\|10.\|\(ink\|fill\).*\)"
check "--color never: attributes" part "1"
check "--color never: what was touched is reversed" part "7"
prefix="COLORTERM=truecolor"
show
check "the stage has at most 256" no_part "\(38\|48\)"
prefix="NO_COLOR="
show
check "an empty NO_COLOR says nothing" part "ink[0-9]*"
prefix="NO_COLOR=1"
show --color 16
check "--color wins over NO_COLOR" part "9[0-7]"
show --theme light
check "a theme does not: NO_COLOR" no_part "\(3[0-7]\|4[0-7]\|9.\|10.\|\(ink\|fill\).*\)"
keys T
sees "T says that it does nothing there" "no colours are shown"
prefix=

# on the fly: the dark border is 244, that of light 243, high-contrast has a fill
show
keep before
check "dark: its border" part "ink244"
check "dark: the terminal's background" no_part "fill16"
keys T
sees "T: the next theme is said" "theme colour-blind"
keys T
sees "T: and the next" "theme high-contrast"
check "high-contrast: its border" part "ink250"
check "high-contrast: its own background" part "fill16"
keys T
sees "T: light" "theme light"
check "light: its border" part "ink243"
check "light: the terminal's background" no_part "fill16"
keys T
sees "T: mono" "theme mono"
check "mono: no colour" no_part "\(3[0-7]\|4[0-7]\|9.\|10.\|\(ink\|fill\).*\)"
keys T
sees "T: round to the first" "theme dark"
check "dark again" part "ink244"
keys l
at 2.3
keys h
check "the same letters in all of them" becomes before
show --theme light
check "--theme" part "ink243"
show --theme ../../themes/high-contrast.json
check "--theme FILE" part "fill16"

open_term 120x24 "'$FRAMEWALK' small.json --theme lihgt; echo status \$?"
sees "a mistyped theme: exit 2" "^status 2"
sees "a mistyped theme: the nearest" "did you mean 'light'"
sed 's/"FILE":/"FIEL":/' ../../themes/dark.json >"$work/mine.json"
open_term 120x24 "'$FRAMEWALK' small.json --theme $work/mine.json; echo status \$?"
sees "a theme with a fault: exit 2" "^status 2"
sees "a theme with a fault: its place" "mine.json:[0-9]*:[0-9]*: "

# lines of two cells
open_term 80x24 "'$FRAMEWALK' small.json --at 1 --ambiguous-wide"
at 1.1
keep wide
check "--ambiguous-wide: no lines" sh -c "! grep -q '[─│╭╮╰╯├┤┬┴┼]' $work/wide"
check "--ambiguous-wide: gauges stay" grep -q "▮" "$work/wide"
open_term 80x24 "'$FRAMEWALK' small.json --at 1 --borders square"
at 1.1
keep square
check "--borders square: corners, and no round ones" \
	sh -c "grep -q '┌.*┐' $work/square && ! grep -q '[╭╮╰╯]' $work/square"
keys -l ":set theme"
keys Enter
sees "the prompt knows the themes by their names" \
	"theme takes one of: .*dark.*mono"
finish
