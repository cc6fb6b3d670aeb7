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
keys =
sees "a key that does nothing says why" "the speed is normal"
sleep 0.2
before=$(size)
keys =
sleep 0.2
check "where it says the same again nothing is sent" [ "$(size)" = "$before" ]

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

# looks FILE: all letters with the looks they have, of spaces those that show
looks()
{
	term capture-pane -p -e | awk '
		function turn(codes,	c, n, i) {
			n = split(codes, c, ";")
			if (!n)
				ink = paper = on = ""
			for (i = 1; i <= n; i++)
				if (c[i] == 0) ink = paper = on = ""
				else if (c[i] == 38) { ink = c[i + 2]; i += 2 }
				else if (c[i] == 48) { paper = c[i + 2]; i += 2 }
				else if (c[i] == 39) ink = ""
				else if (c[i] == 49) paper = ""
				else if (c[i] > 89 || c[i] ~ /^3/) ink = c[i]
				else if (c[i] ~ /^4./) paper = c[i]
				else on = on " " c[i]
		}
		{
			n = split($0, part, /\033\[/)
			for (i = 1; i <= n; i++) {
				text = part[i]
				if (i > 1) {
					turn(substr(text, 1, index(text, "m") - 1))
					text = substr(text, index(text, "m") + 1)
				}
				if (paper == "" && on !~ /[47]/)
					gsub(/ /, "", text)
				look = ink "," paper "," on
				if (text == "")
					continue
				if (look != was)
					printf "\n%s: ", look
				was = look
				printf "%s", text
			}
		}' >"$1"
}

# SIGCONT: the second screen is entered once more, and all drawn.
redrawn()
{
	rm -f "$work/raw"
	raw "$work/raw"
	kill -CONT "$(cat "$work/pid")"
	tries=0
	while ! raw_has "$work/raw" '\033\[?1049h.*framewalk' 2>/dev/null; do
		tries=$((tries + 1))
		[ $tries -lt 100 ] || return 1
		sleep 0.03
	done
	term pipe-pane
}

# What came in pieces is what is drawn as a whole.
for kind in "256 05-demand" "16 31-lru" "8 09-fork" "never 13-buddy"; do
	open_term 80x24 "echo \$\$ >$work/pid; exec '$FRAMEWALK' --color ${kind% *} ../../traces/${kind#* }.json"
	at 0
	differ=
	keys -l ":set motion off"	# a glide stands still between pictures
	seen "set motion off"
	keys Enter
	seen "space play"
	keep pieces
	for key in l l . l h l Tab l; do
		keys $key
		changes pieces || differ="$differ $key:nothing"
		keep pieces
		looks "$work/looks"
		redrawn || differ="$differ $key:not-again"
		keep whole
		looks "$work/looks.whole"
		cmp -s "$work/pieces" "$work/whole" &&
			cmp -s "$work/looks" "$work/looks.whole" ||
			differ="$differ $key"
	done
	check "--color ${kind% *}: pieces and whole look alike" [ -z "$differ" ]
	grep -q '[^,:]' "$work/looks" || not_ok "nothing was looked at"
done
finish
