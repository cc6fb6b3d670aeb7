# Sizes from 200x60 to 1x1 and back, while it runs.
. ./lib.sh

open_term 80x24 "'$FRAMEWALK' small.json --at 2"
check "80x24" at 2.3
keep 80x24
resize 200x60
check "200x60" at 2.3
resize 120x40
check "120x40" at 2.3
resize 40x12
check "40x12" seen "2"
keep 40x12
check "40x12 has 12 rows" [ "$(wc -l <"$work/40x12")" = 12 ]
resize 30x8
sees "below 40x12 it says what it needs" "40x12"
resize 5x2
sleep 0.1
resize 1x1
sleep 0.2
keys l
sleep 0.1
keys h
resize 80x24
check "back at 80x24" at 2.3
sleep 0.1
keep again
check "the same screen again" cmp -s "$work/80x24" "$work/again"
keys q
finish
