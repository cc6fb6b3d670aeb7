# A file that takes long to read: the first picture does not wait for its end.
. ./lib.sh

long=$work/long.jsonl
{
	echo '{"framewalk": 1, "title": "a long run", "machine": {"ram": "64M"}}'
	echo '{"do": [{"exec": "demo"}, {"mmap": {"length": "1M", "as": "buf"}}]}'
	yes '{"do": [{"access": {"at": "buf", "length": 1, "mode": "write"}}]}' |
		head -n 100000
	echo '{"title": "the last one", "do": [{"alloc_pages": {"order": 3}}]}'
} >"$long"

open_term 80x24 "'$FRAMEWALK' '$long'"
keys l
check "a key typed early is answered" at 1.2
keys l
check "and the next" at 2.1
keys 1 0 0 0 0 2 Enter
sees "its last step is there" "the last one"
keys q

open_term 80x24 "'$FRAMEWALK' --at 30000 '$long'"
check "a position within it is opened at once" at 30000.1
keys q

sed 's/"the last one"/7/' "$long" >"$work/bad.jsonl"
open_term 80x24 "'$FRAMEWALK' '$work/bad.jsonl'; echo left with \$?"
sees "a fault at its end leaves the stage" "left with 3"
sees "and is told with its place" "bad.jsonl:100003:11: "
finish
