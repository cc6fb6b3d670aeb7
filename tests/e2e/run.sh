#!/bin/sh
# End-to-end tests: the built program, as a user calls it.
#
# usage: tests/e2e/run.sh [PROGRAM [TEST...]]
cd "$(dirname "$0")" || exit 1
FRAMEWALK=${1:-${FRAMEWALK:-../../build/framewalk}}
case $FRAMEWALK in
/*) ;;
*)
	[ -x "$FRAMEWALK" ] || FRAMEWALK=$OLDPWD/$FRAMEWALK
	FRAMEWALK=$(cd "$(dirname "$FRAMEWALK")" && pwd)/$(basename "$FRAMEWALK")
	;;
esac
export FRAMEWALK
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- test_*.sh

failed=0
for test in "$@"; do
	echo "# $test"
	case $test in
	*_terminal_*)
		if ! command -v tmux >/dev/null; then
			echo "not ok $test: tmux is missing"
			failed=1
			continue
		fi
		;;
	esac
	sh "./$test" || failed=1
done
exit $failed
