// References in the order in which people read them: numbers as numbers, so that 9(2) comes before 10(1).
WITH *, reduce(read = {text: '', number: ''}, c IN split(row.key, '') + [''] | CASE
    WHEN c >= '0' AND c <= '9' THEN {text: read.text, number: read.number + c}
    WHEN read.number = '' THEN {text: read.text + c, number: ''}
    ELSE {text: read.text + right('00000000000' + read.number, 12) + c, number: ''} END).text AS place
