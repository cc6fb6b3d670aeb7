# Helpers of the end-to-end tests. A test is a POSIX shell script that sources
# this file, prints `ok NAME` or `not ok NAME` for each thing it holds to be
# true, and ends with `finish`.
#
# FRAMEWALK  the program; run.sh sets it

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
socket=$work/terminal-0
terminals=0
failed=0
trap 'close_term; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP

FRAMEWALK_DATA=${FRAMEWALK_DATA:-$here/../..}
XDG_CONFIG_HOME=$work/none
export FRAMEWALK FRAMEWALK_DATA XDG_CONFIG_HOME
unset NO_COLOR COLORTERM LC_ALL LC_MESSAGES LANGUAGE
LANG=C.UTF-8
export LANG

ok() { echo "ok $1"; }

not_ok()
{
	echo "not ok $1"
	failed=1
}

# check NAME COMMAND...: the command succeeds.
check()
{
	name=$1
	shift
	if "$@"; then ok "$name"; else not_ok "$name"; fi
}

# status N NAME COMMAND...: it ends with N; its output is kept in $work/out, err.
status()
{
	want=$1 name=$2
	shift 2
	"$@" >"$work/out" 2>"$work/err" </dev/null
	got=$?
	if [ "$got" = "$want" ]; then
		ok "$name: exit $want"
	else
		not_ok "$name: exit $got, expected $want"
		sed 's/^/#   /' "$work/out" "$work/err" | head -20
	fi
}

out_has() { grep -q -- "$1" "$work/out"; }
err_has() { grep -q -- "$1" "$work/err"; }
nothing_in() { [ ! -s "$work/$1" ]; }

# --- a terminal: one pane of a tmux server of its own

term() { tmux -S "$socket" "$@" 2>/dev/null; }
close_term() { [ ! -e "$socket" ] || term kill-server; }

# open_term WxH SHELL_COMMAND: a fresh terminal that runs it and stays.
open_term()
{
	close_term
	terminals=$((terminals + 1))
	socket=$work/terminal-$terminals
	tmux -u -S "$socket" -f /dev/null new-session -d -x "${1%x*}" \
		-y "${1#*x}" "cd '$here'; ${2}; sleep 1000" \; \
		set-option -g status off
	resize "$1"
}

# raw FILE: all bytes that the terminal is sent from now on.
raw() { term pipe-pane "cat >'$1'"; }
raw_has() { grep -q -- "$(printf '%b' "$2")" "$1"; }

keys() { term send-keys "$@"; }
screen() { term capture-pane -p; }

# keep FILE: the screen as it stands once it no longer changes.
keep()
{
	screen >"$work/$1"
	while sleep 0.03; screen >"$work/$1.next"; do
		cmp -s "$work/$1" "$work/$1.next" && return
		mv "$work/$1.next" "$work/$1"
	done
}

# becomes FILE: within some seconds the screen is what was kept there.
becomes()
{
	tries=0
	while ! screen | cmp -s - "$work/$1"; do
		tries=$((tries + 1))
		[ $tries -lt 100 ] || return 1
		sleep 0.03
	done
}

# changes FILE: within some seconds the screen is not what was kept there.
changes()
{
	tries=0
	while screen | cmp -s - "$work/$1"; do
		tries=$((tries + 1))
		[ $tries -lt 100 ] || return 1
		sleep 0.03
	done
}

resize() { term resize-window -x "${1%x*}" -y "${1#*x}"; }

# seen PATTERN: it appears on the screen within some seconds.
seen()
{
	tries=0
	while ! screen | grep -q -- "$1"; do
		tries=$((tries + 1))
		[ $tries -lt 100 ] || return 1
		sleep 0.03
	done
}

# at POSITION: the status line, the last but one, begins with it.
at() { seen "^ $1 \{2,\}"; }

show_screen() { screen | sed 's/^/#   |/'; }

# sees NAME PATTERN: `seen`, as a result; the screen is shown if it is not.
sees()
{
	if seen "$2"; then
		ok "$1"
	else
		not_ok "$1: no '$2' on the screen"
		show_screen
	fi
}

finish() { exit $failed; }
