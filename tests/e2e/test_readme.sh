# What README.md shows is what the program does. UPDATE=1 puts the picture of
# now into it; without that nothing is written.
. ./lib.sh
readme=../../README.md
fw=$FRAMEWALK

# block N: the N-th fenced block
block() { awk -v want="$1" '/^```/ { n += /^```./ || !inside; inside = !inside; next } inside && n == want' "$readme"; }

"$fw" snap 13-buddy --at 3 --size 80x24 | sed 's/ *$//' >"$work/now"
if [ -n "$UPDATE" ]; then
	awk -v picture="$work/now" '
		/^```/ && !done { print; while ((getline line < picture) > 0) print line
				  skip = done = 1; next }
		/^```/ { skip = 0 }
		!skip' "$readme" >"$work/readme" && cp "$work/readme" "$readme"
fi
block 1 >"$work/shown"
check "the picture is the program's (else: UPDATE=1 make e2e)" \
	diff "$work/now" "$work/shown"

block 2 >"$work/mine.json"
status 0 "its scenario is sound" "$fw" check "$work/mine.json"
status 0 "its scenario holds" "$fw" run "$work/mine.json"

# in a folder of their own, since some write files
mkdir "$work/tree"
ln -s "$here/../../traces" "$work/tree/traces"
grep '^    framewalk ' "$readme" | sed 's/#.*//; s/^ *framewalk//' >"$work/calls"
while read -r call; do
	(cd "$work/tree" && eval "$fw $call") >"$work/out" 2>&1
	got=$?
	check "framewalk $call" [ "$got" = 0 ]
done <"$work/calls"
finish
