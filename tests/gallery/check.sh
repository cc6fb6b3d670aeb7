#!/bin/sh
# check.sh - the page of recordings in a browser without a window
#
# usage: tests/gallery/check.sh FOLDER
#
# Prints what check.js says. Exit: 0 if every recording starts, is set to its
# chapters and shows its text.
folder=$(cd "$1" && pwd) || exit 1
for browser in chromium chromium-browser google-chrome none; do
	command -v $browser >/dev/null && break
done
if [ "$browser" = none ]; then
	echo "gallery-check: no chromium here" >&2
	exit 1
fi
profile=$(mktemp -d)
trap 'kill $child 2>/dev/null; wait $child 2>/dev/null; rm -rf "$profile"' EXIT
trap 'exit 1' HUP INT TERM

# The console goes to the standard error: [...:CONSOLE:12] "ok tour.en", source: ...
HOME=$profile "$browser" --headless=new --no-sandbox --disable-gpu \
    --user-data-dir="$profile" --enable-logging=stderr \
    "file://$folder/check.html" >"$profile/log" 2>&1 &
child=$!
said() { sed -n 's/^.*CONSOLE[:(][0-9]*[])]* "\(.*\)", source: .*/\1/p' "$profile/log"; }
tries=0
until said | grep -q '^done$'; do
	tries=$((tries + 1))
	if [ $tries -gt 240 ] || ! kill -0 $child; then
		echo "gallery-check: the browser did not finish" >&2
		said
		tail -n 5 "$profile/log" >&2
		exit 1
	fi
	sleep 0.5
done
said
[ "$(said | grep -c '^ok ')" = "$(find "$folder/casts" -name '*.cast' | wc -l)" ]
