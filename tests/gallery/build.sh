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
	cp "$here/package.json" "$here/package-lock.json" "$to/" &&
	    npm ci --prefix "$to" --ignore-scripts --no-audit --no-fund \
	        --loglevel=error >/dev/null || refuse "npm cannot bring the player"
}

# A recording as a script, one event a line.
script() { awk 'BEGIN { print "gallery.take([" } { print $0 "," } END { print "]);" }' "$1"; }

mkdir -p "$to/casts" "$to/player" || exit 1
cmp -s "$here/package-lock.json" "$to/package-lock.json" && [ -d "$to/node_modules" ] || fetch
cp "$to"/node_modules/asciinema-player/dist/bundle/asciinema-player.css \
    "$to"/node_modules/asciinema-player/dist/bundle/asciinema-player.min.js \
    "$to/player/" || exit 1
cp "$here/index.html" "$here/gallery.css" "$here/gallery.js" "$here/check.js" "$to/"
sed 's|^</body>|<script src="check.js"></script>\n&|' "$here/index.html" >"$to/check.html"

# header FILE: the first line, which is an object with the title
header() { head -n 1 "$1"; }
{
	echo "gallery.open(["
	"$program" list | while read -r name rest; do
		for lang in en zh; do
			cast=$to/casts/$name.$lang.cast
			"$program" record "$name" --lang $lang --overwrite -o "$cast" || exit 1
			script "$cast" >"${cast%.cast}.js"
		done
		echo "[\"$name\", $(header "$to/casts/$name.en.cast"), $(header "$to/casts/$name.zh.cast")],"
	done
	echo "]);"
} >"$to/list.js"
echo "gallery: $to/index.html, $(grep -c '^\["' "$to/list.js") walkthroughs"
