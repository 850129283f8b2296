"""What `grader check` says, in both languages; the sentences about single cases are those of `grader.messages`."""

TEXTS: dict[str, dict[str, str]] = {
    "en": {
        # Why it cannot begin: one sentence each.
        "no_file": "{path}: there is no such file; look at the path, and run the command in the assignment's folder",
        "no_file.name": "{path}: there is no such file; your file in the assignment's folder is {name}",
        "no_handout": "{path}: there is no {name} beside this file; put it into the assignment's folder as you "
        "downloaded it, next to public.py and public.json, and run the command there",
        "damaged": "{path}: the assignment's folder is damaged or not complete ({detail}); download it anew and put "
        "your file into it",
        "notebook": "{path}: {sentence}",
        "not_python": "{path}: this is neither a Python file nor a notebook; your file in the assignment's "
        "folder is {name}",
        "not_yours": "{path}: this file was given to you with the assignment; your file is {name}",
        "encoding": "{path}: line {line} is not in UTF-8; save the file as UTF-8 in your editor",
        "empty": "{path}: the file is empty; write your solution into the template {name}",
        "syntax": "{path}: Python cannot read line {line} ({detail}); nothing was run",
        "too_large": "{path}: the file is larger than 2 MB, the grader would not read it; keep only your code in it",
        "other_assignment": "{path}: this looks like the file of another assignment ({other}); this folder is "
        "{name}'s: put your file {name}.py here, or run the command in the folder of {other}",
        "stuck": "{name}: this case cannot be stopped; look for what waits without end, mend it and check again",
        # The table.
        "points": "points",
        "reread": "to reread: {place}",
        "grader_error": "the check itself failed ({detail}): download the assignment's folder anew; if that does not "
        "help, tell your instructor",
        "running": "running {name}",
        "loading": "loading your file",
        "stopped": "{file} was not executed to its end: {sentence}; what stands above that was checked.",
        "renamed": "Hand this file in under the name {name}.",
        "printed": "Your code printed {lines} lines; add --prints to see them.",
        "printed.one": "Your code printed a line; add --prints to see it.",
        "prints": "Printed in {name}:",
        "prints.loading": "Printed while the file was loaded:",
        "prints.more": "(the beginning of {lines} lines)",
        "summary": "{passed} of {total} public cases pass: {points} of {max_points} points.",
        "hidden": "{hidden} hidden cases exist; this is not the grade.",
        "hidden.one": "1 hidden case exists; this is not the grade.",
    },
    "ru": {
        "no_file": "{path}: такого файла нет; проверьте путь и запустите команду в папке задания",
        "no_file.name": "{path}: такого файла нет; ваш файл в папке задания называется {name}",
        "no_handout": "{path}: рядом с этим файлом нет {name}; положите его в скачанную папку задания, туда, где "
        "public.py и public.json, и запустите команду там",
        "damaged": "{path}: папка задания повреждена или неполна ({detail}); скачайте её заново и положите в неё "
        "свой файл",
        "notebook": "{path}: {sentence}",
        "not_python": "{path}: это не файл на Python и не ноутбук; ваш файл в папке задания называется {name}",
        "not_yours": "{path}: этот файл выдан вместе с заданием; ваш файл называется {name}",
        "encoding": "{path}: строка {line} не в кодировке UTF-8; сохраните файл в UTF-8 в своём редакторе",
        "empty": "{path}: файл пуст; напишите решение в шаблоне {name}",
        "syntax": "{path}: Python не может прочитать строку {line} ({detail}); ничего не запускалось",
        "too_large": "{path}: файл больше 2 МБ, при сдаче его не прочитают; оставьте в нём только свой код",
        "other_assignment": "{path}: похоже, это файл другого задания ({other}), а эта папка — для {name}; положите "
        "сюда свой файл {name}.py или запустите команду в папке {other}",
        "stuck": "{name}: этот тест не удаётся остановить; найдите, где код ждёт без конца, исправьте "
        "и запустите снова",
        "points": "баллы",
        "reread": "перечитайте: {place}",
        "grader_error": "не сработала сама проверка ({detail}): скачайте папку задания заново, а если не поможет, "
        "напишите преподавателю",
        "running": "идёт тест {name}",
        "loading": "загружается ваш файл",
        "stopped": "{file} выполнен не до конца: {sentence}; то, что стоит выше, проверено.",
        "renamed": "Сдавайте этот файл под именем {name}.",
        "printed": "Ваш код печатал (строк: {lines}); чтобы увидеть их, добавьте --prints.",
        "printed.one": "Ваш код напечатал одну строку; чтобы увидеть её, добавьте --prints.",
        "prints": "Напечатано в {name}:",
        "prints.loading": "Напечатано при загрузке файла:",
        "prints.more": "(это начало, всего строк: {lines})",
        "summary": "Открытые тесты: пройдено {passed} из {total}, баллов {points} из {max_points}.",
        "hidden": "Скрытых тестов: {hidden}, они запускаются после сдачи; это ещё не оценка.",
        "hidden.one": "Есть ещё один скрытый тест, он запускается после сдачи; это ещё не оценка.",
    },
}

_ASCII = str.maketrans(
    {"✓": "+", "✗": "x", "—": "-", "–": "-", "−": "-", "«": '"', "»": '"', "…": "...", "·": "*", "→": "->"}
    | {"≤": "<=", "≥": ">=", "≠": "!=", "×": "x", "“": '"', "”": '"', "’": "'"}
)


def say(key: str, language: str, **fields: object) -> str:
    """The text of that key with its fields filled in."""
    return TEXTS[language][key].format(**fields)


def fit(text: str, encoding: str | None) -> str:
    """The text as a console of that encoding (cp866, cp1251) can show it: signs that it lacks get plainer."""
    encoding = encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_ASCII).encode(encoding, "replace").decode(encoding)
    return text
