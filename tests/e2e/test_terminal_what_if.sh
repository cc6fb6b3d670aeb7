# Breakpoints, jumps and what-ifs in a terminal.
. ./lib.sh

open_term 80x24 "'$FRAMEWALK' what_if.json"
at 0

# jumps and the way back
keys 2 Enter
check "to step 2" at 2.3
keys G
at 3.4
keys '<'
check "< goes back to where G was pressed" at 2.3
keys '>'
check "> goes forth again" at 3.4
keys '<' '<'
check "< < goes back to the beginning" at 0
keys C
sees "C lists the chapters" "Join"
keys Down Enter
check "Enter goes to one" at 3.0

# breakpoints
keys g
at 0
keys :
keys -l "event buddy_me"
keys Tab Enter
sees ":event goes to the first of its kind" "buddy_merge"
keys g
at 0
keys '}'
sees "} goes on to that kind" "buddy_merge"
keys g u
seen "by operation"
keys :
keys -l "until meminfo.MemFree < 120"
keys Enter
check ":until stops where it becomes true" at 2.2
keys '}'
sees "} says that it does not again" "does not become true after"
keys G
at 3.4
keys '{'
check "{ goes back to the same place" at 2.2
keys :
keys -l "until meminfo.MemFre < 1"
keys Enter
sees "a condition without a value says so" "names no value"
keys :
keys -l "until delta(1)"
keys Enter
sees "delta() is refused" "no step"
keys :
keys -l "event"
keys Enter
seen "of this event"
keys u u

# a what-if
keys 2 Enter
at 2.3
keep main2
keys w
sees "w says where it takes place" "what if, after 2.3:"
keys -l "all"
sees "what could be typed is shown above" "alloc_pages .*takes a block"
keys Tab
keys -l "1 as=mine"
keys Enter
check "it is walked to" at 2.4
sees "the branch is named" "b1: alloc_pages 1 as=mine"
sees "and stands in the status line" "b1 *$"
keys l
check "the lesson goes on" at 3.4
keys b
sees "b shows the run as it was" "main"
check "at the same place" at 3.4
keys 2 Enter
at 2.3
keep again2
check "which looks as it did before" cmp -s "$work/main2" "$work/again2"
keys w
keys -l "aloc_pages 1"
keys Enter
sees "a mistake is answered in the prompt" 'did you mean "alloc_pages"'
sees "and can be put right" "aloc_pages 1"
keys Escape
at 2.3

# side by side
keys '|'
sees "main and the what-if, side by side" "main .*b1: alloc_pages 1 as=mine"
sees "a row that differs is marked" "free frames  *28 .*~ free frames  *26  *x 0.9"
keys l l
sees "both are walked" "free frames  *32 .*~ free frames  *30"
keys '|'
at 3.4

# the scenario's own
keys W
sees "W lists branches and what-ifs" "large  *after 2.3  Eight at once"
keys Down Down Enter
check "Enter goes there" at 3.0
sees "its branch is named" "large"
keys l
at 3.1
keys '<' '<'

# the tree of branches
keys 2 Enter
keys w
keys -l 'sleep 1 until="result == 0"'
keys Enter
sees "a condition may decide how often" "b2, once: sleep 1 until"
keys :
keys -l "branches"
keys Enter
sees ":branches shows where each leaves" '|-- b1 .*after 2.3  alloc_pages 1 as=mine'
sees "and what leaves that" '[|`]-- b2 .*sleep 1 until'
sees "a star is where one is" '[*] .*-- b2'
sees "the scenario's own are among them" '`-- large  *after 2.3  Eight at once'
keys Home Enter
sees "Enter goes to main" " main *$"

# reading the file again
keys b
sees "b goes to the what-if" " b1 *$"
keys r
sees "r reads the file again" "what_if.json was read again"
sees "and stays in the what-if" " b1 *$"
keys W
sees "with all that were there" 'b2 .*sleep 1 until'
keys Escape

# what the machine refuses
keys w
keys -l "exec demo"
keys Enter
sees "what is refused tells why" "exec demo ended in -EINVAL: a program needs two"
sees "in the story too" "why .*a program needs two frames that a zone keeps back"
keys q
finish
