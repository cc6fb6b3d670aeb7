#!/bin/sh
# run.sh - run test programs one after the other, a line each; what a failing
# one said is shown at once. Ends with one closing in cmocka's form, over all
# programs, which also stays in O/closing.
#
# usage: tests/run.sh O PROGRAM...
#
# A program is a cmocka one, which runs in the top folder of the tree, or a
# script, which runs in its own and prints `ok NAME` or `not ok NAME` lines.
# Both find the program under test in $FRAMEWALK.
# Exit: 0 all passed, 1 otherwise.

O=$1
shift
case $O in
/*)	FRAMEWALK=$O/framewalk ;;
*)	FRAMEWALK=$PWD/$O/framewalk ;;
esac
FRAMEWALK_DATA=$PWD
export FRAMEWALK FRAMEWALK_DATA
unset CMOCKA_TEST_FILTER CMOCKA_MESSAGE_OUTPUT
limit=$(command -v timeout >/dev/null 2>&1 && echo timeout 300)
passed=0
failed=0
names=

run() {
	case $1 in
	*.sh)	(cd "$(dirname "$1")" && $limit sh "./$(basename "$1")") ;;
	*)	$limit "$1" ;;
	esac
}

for program; do
	name=${program#"$O"/}
	name=${name#tests/}
	log=$O/$(basename "$program").log
	run "$program" >"$log" 2>&1 </dev/null
	status=$?
	ok=$(grep -c '^\[       OK \]' "$log")
	# each failed test is named twice, under a line that counts
	bad=$(grep '^\[  FAILED  \]' "$log" | grep -v 'listed below' |
	      sort -u | wc -l)
	case $program in
	*.sh)	ok=$(grep -c '^ok ' "$log")
		bad=$(grep -c '^not ok ' "$log") ;;
	esac
	[ "$status" = 0 ] || [ "$bad" != 0 ] || bad=1	# it crashed
	[ "$ok" = 0 ] && [ "$bad" = 0 ] && bad=1 && echo "no test ran" >>"$log"
	passed=$((passed + ok))
	failed=$((failed + bad))
	if [ "$bad" = 0 ]; then
		printf '  ok    %-36s %4d\n' "$name" "$ok"
		grep '^ok [A-Z][A-Z][0-9]' "$log"
	else
		printf '  FAIL  %-36s %4d of %d, exit %d\n' "$name" \
		    "$bad" $((ok + bad)) "$status"
		grep -v -e '^\[ *RUN ' -e '^\[ *OK ' -e '^ok ' "$log" |
		    head -60 | sed 's/^/        /'
		echo "        (all of it: $log)"
		names="$names $name"
	fi
done

{
	echo "[==========] $((passed + failed)) test(s) run."
	echo "[  PASSED  ] $passed test(s)."
	[ "$failed" = 0 ] || echo "[  FAILED  ] $failed test(s), in:$names"
} >"$O/closing"
cat "$O/closing"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
