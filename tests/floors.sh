#!/bin/sh
# floors.sh - hold every #include of src and include against tests/floors.
# Run in the top folder. Exit: 0 all stand where they may, 1 otherwise.

find src include \( -name '*.[ch]' -o -name '*.def' \) | LC_ALL=C sort |
awk '
function fault(text)
{
	print FILENAME ":" FNR ": " text
	faults++
}

# "src/mm/buddy.c" and "include/mm/buddy.h" are both of room mm/buddy
function room_of(path)
{
	sub(/^(src|include)\//, "", path)
	sub(/\.[a-z]+$/, "", path)
	return path
}

function read_tables(table,    line, word, n, i)
{
	while ((getline line < table) > 0) {
		sub(/#.*/, "", line)
		n = split(line, word, /[ \t:]+/)
		if (n && word[n] == "")
			n--
		if (!n)
			continue
		if (word[1] == "only") {
			limited[word[2]] = 1
			for (i = 3; i <= n; i++)
				allowed[word[2], word[i]] = 1
		} else if (word[1] ~ /^[0-9]+$/) {
			for (i = 2; i <= n; i++) {
				storey[word[i]] = word[1]
				has_storeys[substr(word[i], 1, index(word[i], "/") - 1)] = 1
			}
		} else {
			known[word[1]] = 1
			for (i = 2; i <= n; i++)
				uses[word[1], word[i]] = 1
		}
	}
	close(table)
}

function quoted(name,    there)
{
	there = room_of(name)
	to = substr(name, 1, index(name, "/") - 1)
	if (!((getline line < ("include/" name)) > 0)) {
		fault("include/" name " is not there")
		return
	}
	close("include/" name)
	if (!((folder, to) in uses))
		fault(folder " may not use " to " (" name ")")
	if (to != folder || there == room || name ~ /\.def$/ ||
	    !(folder in has_storeys))
		return
	if (name in storey)	# a header of words, lower than its room
		there = name
	if (!(there in storey))
		fault(there " stands on no storey")
	else if (room in storey && storey[there] + 0 >= storey[room] + 0)
		fault(room " (storey " storey[room] ") may not use " there \
		      " (storey " storey[there] ")")
}

function angled(name)
{
	if ((getline line < ("include/" name)) > 0) {
		close("include/" name)
		fault("own header in angle brackets: " name)
	}
	if (("<" name ">") in limited && !(("<" name ">", folder) in allowed))
		fault(folder " may not include <" name ">")
}

BEGIN {
	read_tables("tests/floors")
	while ((getline path < "-") > 0)
		ARGV[ARGC++] = path
}

FNR == 1 {
	room = FILENAME
	sub(/^include\//, "", room)
	if (!(room in storey))
		room = room_of(FILENAME)
	folder = substr(room, 1, index(room, "/") - 1)
	files++
	if (!(folder in known))
		fault("folder " folder " is not in tests/floors")
	if (folder in has_storeys && !(room in storey) && FILENAME !~ /\.def$/)
		fault(room " stands on no storey")
}

/^[ \t]*#[ \t]*include[ \t]*"/ { split($0, part, "\""); quoted(part[2]); includes++ }
/^[ \t]*#[ \t]*include[ \t]*</ { split($0, part, /[<>]/); angled(part[2]); includes++ }

END {
	if (faults)
		exit 1
	print "floors: " includes + 0 " includes of " files + 0 " files stand where they may"
}'
