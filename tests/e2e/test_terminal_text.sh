# The text mode at a terminal: keys typed as lines, facts as lines.
. ./lib.sh
fw=$FRAMEWALK

open_term 160x50 "$fw --text small.json"
sees "it begins with the position" "^position 0 "
sees "and with the keys" "^  keys l on, h back, "
sees "then it asks" "^> *$"
keys l Enter
sees "l goes on, as far as a question" "^position 1.0 "
keys u Enter
sees "u changes the unit, and says so" "^position 1.0 .* by operation"
keys l Enter
sees "l goes one operation on" "^position 1.1 "
sees "what changed says from and to" "^[*] zone Normal free 31 (was 32) of 32 "
keys hl Enter
sees "several keys in a line" "^> hl"
keys : 3 Enter
sees "a colon goes to a position" "^position 3.[0-9]* "
keys G Enter
sees "G goes to the end" "^position 3.[0-9]* "
keys l Enter
sees "where nothing follows" "^this is the end"
keys G Enter
keys g Enter
sees "g goes to the beginning" "^> g"
keys h Enter
sees "where nothing comes before" "^this is the beginning"
keys : 3 Enter
keys '?' Enter
sees "? has the keys" "^  :quit  *quit"
sees "and the letters" "^  a  anonymous"
keys W Enter
sees "W lists the branches" "^> 1  [*] main "
keys 99 Enter
sees "a row that is not there" "^the rows are 1 to "
keys u Enter
sees "a key leaves the list, and acts" "^position 3.* by event"
keys A Enter
sees "A changes the language" "^位置 3"
keys q Enter
sees "q leaves" "^> q"
open_term 160x50 "$fw --text small.json; echo left"
sees "a text mode again" "^> *$"
keys C-d
sees "C-d leaves, on a line of its own" "^left"
finish
