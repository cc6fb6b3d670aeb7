# A frame arrives whole: in one write, and between marks where they are known.
. ./lib.sh
escape=$(printf '\033')

# A terminal that says so, one that is known by its name, one that is neither.
mkdir "$work/terminfo"
known="says-so alacritty-x"
command -v tic >/dev/null || known=
{
	printf 'says-so|x,\n\tSync=\\E[?2026%%?%%p1%%{1}%%-%%tl%%eh%%;,\n\tuse=screen-256color,\n'
	printf 'alacritty-x|x,\n\tuse=screen-256color,\n'
} >"$work/terminals"
[ -z "$known" ] || tic -x -o "$work/terminfo" "$work/terminals" 2>"$work/tic"

# marks N: how often the frames of the last terminal began and ended
count() { grep -o "$escape\[?2026$1" "$work/raw" | wc -l; }

# walk TERM: some frames on such a terminal, all bytes in $work/raw
walk()
{
	open_term 80x24 "read go; TERMINFO_DIRS=$work/terminfo: TERM=$1 '$FRAMEWALK' small.json"
	rm -f "$work/raw"
	raw "$work/raw"
	keys Enter
	at 0 || not_ok "TERM=$1: it opens"
	keys l
	at 1.0
	keys l
	at 1.1
	sleep 0.2
}

for kind in $known; do
	walk $kind
	check "TERM=$kind: three frames have begun" [ "$(count h)" = 3 ]
	check "TERM=$kind: and ended" [ "$(count l)" = 3 ]
	keys q
	sleep 0.2
	check "TERM=$kind: the last mark is an end" [ "$(grep -o "$escape\[?2026." "$work/raw" | tail -n 1)" = "$escape[?2026l" ]
	tr -d '\n' <"$work/raw" |
		sed "s/$escape\[?2026h/\n+/g; s/$escape\[?2026l/\n-/g" >"$work/parts"
	check "TERM=$kind: between frames nothing is drawn" \
		sh -c "! grep '^-' $work/parts | grep -q 'buddy\|story\|paused'"
done
walk screen-256color
check "a terminal that says nothing is sent none" [ "$(count .)" = 0 ]

# what is sent for a step, and nothing when nothing changes
size() { wc -c <"$work/raw"; }
before=$(size)
keys l
at 2.3
sleep 0.2
check "a step at 80x24 is under 5000 bytes" [ $(($(size) - before)) -lt 5000 ]
before=$(size)
keys Escape
sleep 0.2
check "a key that changes nothing sends nothing" [ "$(size)" = "$before" ]

if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; then
	open_term 200x60 "TERM=screen-256color strace -e trace=write -o $work/writes '$FRAMEWALK' small.json"
	at 0
	keys l
	at 1.0
	keys l
	at 1.1
	sleep 0.2
	keys q
	sleep 0.2
	# what goes into the file in memory goes through descriptor 1
	check "each frame is one write" \
		[ "$(grep -v '^write(1,' "$work/writes" | grep -c '^write([0-9]*, "\\33')" = 3 ]
fi
finish
