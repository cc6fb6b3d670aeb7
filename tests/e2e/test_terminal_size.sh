# Sizes from 200x60 to 1x1 and back, while it runs.
. ./lib.sh

open_term 80x24 "'$FRAMEWALK' small.json --at 2; echo status \$?"
check "80x24" at 2.3
keep 80x24
check "80x24 has panels" grep -q "buddy" "$work/80x24"
resize 200x60
check "200x60" at 2.3
resize 120x40
check "120x40" at 2.3
for size in 79x24 80x23 60x18 41x13; do
	resize $size
	check "$size: the stage" at 2.3
done

# the least size is usable: walk, help, prompt, question, focus
resize 40x12
check "40x12: the stage" at 2.3
sleep 0.2
keep 40x12
check "40x12 has 12 rows" [ "$(wc -l <"$work/40x12")" = 12 ]
keys h
check "40x12: back" at 1.1
keys h
check "40x12: before the question" at 1.0
sees "40x12: the question" "How many"
keys 5 Enter
sees "40x12: the answer" "5"
keys l
at 1.1
keys ?
sees "40x12: the help" "walk"
keys Escape
at 1.1
keys :
keys -l 2.3
keys Enter
check "40x12: the prompt" at 2.3
keys Tab
keys Escape
check "40x12: the same picture" becomes 40x12

# below: what there is, what it needs, and how to leave
for size in 39x12 40x11 30x8; do
	resize $size
	sees "$size: says what it needs" "40x12"
	sees "$size: says what there is" "$size"
done
sees "and how to leave" "\bq\b"
keys l
sleep 0.1
keys h
resize 40x12
check "back at 40x12, where it was" at 2.3

resize 5x2
sleep 0.1
resize 1x1
sleep 0.2
keys l
sleep 0.1
keys h
keys ? Escape : Escape Tab Escape
resize 80x24
check "back at 80x24" at 2.3
check "the same screen again" becomes 80x24

# many sizes at once, with keys among them
for round in 1 2 3 4 5 6 7 8; do
	for size in 1x1 200x60 40x12 2x60 200x1 80x24 39x11 120x40; do
		resize $size
		keys l h
	done
done
resize 80x24
check "after a storm of sizes" at 2.3
check "the same screen after the storm" becomes 80x24

resize 20x5
keys q
sees "q leaves at any size" "status 0"

# the menu, too
mkdir -p "$work/data/traces"
cp small.json "$work/data/traces/99-toy.json"
open_term 80x24 "XDG_DATA_HOME=$work/none FRAMEWALK_DATA=$work/data '$FRAMEWALK'; echo status \$?"
seen "99-toy"
keep menu
resize 1x1
sleep 0.1
keys Down Up
resize 80x24
check "the menu survives 1x1" becomes menu
keys q
finish
