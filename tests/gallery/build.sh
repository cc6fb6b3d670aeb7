#!/bin/sh
# build.sh - a page that plays a recording of every walkthrough
#
# usage: tests/gallery/build.sh PROGRAM FOLDER
#
# FOLDER/index.html can be opened as a file; FOLDER/node_modules is the player
# from npm, as package-lock.json pins it, fetched when it is not there yet.
# check.html is the same page with check.js.
program=$1
to=$2
here=$(dirname "$0")

refuse() {
	echo "gallery: $*" >&2
	exit 1
}

fetch() {
	command -v npm >/dev/null || refuse "npm is missing; it brings the player"
	cp "$here/package.json" "$to/" || exit 1
	cp "$here/package-lock.json" "$to/" || exit 1
	npm ci --prefix "$to" --ignore-scripts --no-audit --no-fund \
	    --loglevel=error >/dev/null || refuse "npm cannot bring the player"
}

# A recording as a script, one event a line.
script() { awk 'BEGIN { print "gallery.take([" } { print $0 "," } END { print "]);" }' "$1"; }

rm -rf "$to/casts"
mkdir -p "$to/casts" "$to/player" || exit 1
if [ ! -d "$to/node_modules" ] ||
   ! cmp -s "$here/package-lock.json" "$to/package-lock.json"; then
	fetch
fi
cp "$to"/node_modules/asciinema-player/dist/bundle/asciinema-player.css \
    "$to"/node_modules/asciinema-player/dist/bundle/asciinema-player.min.js \
    "$to/player/" || exit 1
cp "$here/index.html" "$here/gallery.css" "$here/gallery.js" "$here/check.js" "$to/"
sed 's|^</body>|<script src="check.js"></script>\n&|' "$here/index.html" >"$to/check.html"

names=$("$program" list | awk '{ print $1 }')
[ -n "$names" ] || refuse "there are no walkthroughs"
echo "gallery.open([" >"$to/list.js"
for name in $names; do
	for lang in en zh; do
		cast=$to/casts/$name.$lang
		"$program" record "$name" --lang $lang -o "$cast.cast" || exit 1
		script "$cast.cast" >"$cast.js"
	done
	# a header is the first line: an object with the title
	{ sed 1q "$to/casts/$name.en.cast"; sed 1q "$to/casts/$name.zh.cast"; } |
	    awk -v name="$name" 'BEGIN { printf "[\"%s\"", name } { printf ", %s", $0 } END { print "]," }' \
	        >>"$to/list.js"
done
echo "]);" >>"$to/list.js"
echo "gallery: $to/index.html, $(echo "$names" | wc -l) walkthroughs"
