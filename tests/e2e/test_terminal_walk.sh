# Walking in a terminal: forth and back, jumps, prompt, question.
. ./lib.sh

open_term 80x24 "'$FRAMEWALK' small.json"
check "opens at position 0" at 0
keep at0
keys l
check "l stops before a step that asks" at 1.0
sees "the question is asked" "How many free blocks"
keep at1.0
keys l
check "l passes the question" at 1.1
keep at1
keys l
check "l goes on" at 2.3
keep at2
keys h
check "h goes back" at 1.1
keep back1
check "the same screen from both sides: 1" cmp -s "$work/at1" "$work/back1"
keys h
check "h stops before the step that asks" at 1.0
keep back1.0
check "the same screen from both sides: 1.0" cmp -s "$work/at1.0" "$work/back1.0"
keys h
check "h reaches the beginning" at 0
keep back0
check "the same screen from both sides: 0" cmp -s "$work/at0" "$work/back0"
keys 2 Enter
check "a number and Enter go to that step" at 2.3
keep jump2
check "the same screen by a jump" cmp -s "$work/at2" "$work/jump2"

# events, and the picture inside an operation from both sides
keys g
at 0
keys . . .
check ". goes by events, from the question on" at 1.1.2
keep event2
keys . .
at 1.1.4
keys , ,
check ", goes back by events" at 1.1.2
keep event2back
check "the same screen inside an operation" cmp -s "$work/event2" "$work/event2back"
keys .
at 1.1.3
keys '}'
check "} goes to the next split" at 1.1.4
keys '}' '}' '}' '}'
check "} finds it in a later step" at 2.2.2
keys '{' '{'
check "{ goes back over the steps" at 1.1.6

# units
keys g u
seen "operation"
keys l l l
check "by operation" at 2.1
keys u
seen "event"
keys u
keys G
check "G goes to the end" at 3.4
keys '['
check "[ goes to the chapter's start" at 3.0
keys ']'
check "] past the last chapter is the end" at 3.4

# prompt
keys :
keys -l first
keys Enter
check ": goes to a label" at 1.1
keys :
keys -l fo
keys Tab
sees "Tab offers nothing wrong" "fo"
keys C-u
keys -l hom
keys Tab Enter
check "Tab completes a label" at 3.4
keys :
keys -l 2.2
keys Enter
check ": goes to a position" at 2.2
keys :
keys -l "proc buddyinfo"
keys Enter
sees ": proc shows the file" "Node 0, zone   Normal"
keys Escape
at 2.2
keys :
keys -l hmoe
keys Enter
sees "a mistyped label is put right" "did you mean 'home'"
keys l

# the question, answered
keys g l
at 1.0
keys 5 Enter
sees "the engine answers" "5"
check "an answer does not move" at 1.0
keys l
at 1.1
keys ?
sees "? shows the help" "help"
keys Escape
check "Esc closes it" at 1.1
keys Tab
keys Escape
check "Esc never quits" at 1.1
keys A
sees "A changes the language" "一页"
keys A
keys r
sees "r reads the scenario again" "read again"
keys Space
seen "playing"
keys Space
sees "a key stops the play" "paused"
keys q
finish
