"""Русский."""

VERDICTS = {
    "grader_error": "сбой проверки",
    "forbidden": "запрещено",
    "crashed": "программа оборвалась",
    "out_of_memory": "не хватило памяти",
    "timed_out": "не хватило времени",
    "output_limit": "слишком много вывода",
    "raised": "исключение",
    "missing": "нет в файле",
    "malformed": "не та форма",
    "wrong": "неверно",
    "skipped": "не запускалось",
    "passed": "верно",
}

SENTENCES = {
    "the_result": "результат",
    "where": " ({detail})",
    "where.line": " (строка {line})",
    "where.byte_line": " (байт {byte}, строка {line})",
    "something_else": "что-то другое",
    "sequence": "{kind} длины {length}",
    "line": " (строка {line})",
    "line.inside": ", строка {line}",
    "line.cell": " (ячейка {cell}, строка {line})",
    "line.cell.inside": ", ячейка {cell}, строка {line}",
    # Что стало с проверкой, после которой нечего сравнивать.
    "grader_error": "сбой на нашей стороне: баллов вы не теряете, преподаватель уже знает",
    "grader_error.detail": "сбой на нашей стороне: баллов студент не теряет; причина: {detail}",
    "forbidden": "использовано то, что в этой задаче запрещено{line}: напишите это сами",
    "forbidden.name": "{name} в этой задаче использовать нельзя{line}: напишите это сами",
    "crashed": "ваш код завершился так, что от него ничего не вернулось{line}: "
    "не трогайте процессы, сигналы и открытые файлы самого Python",
    "crashed.how": "ваш код уронил сам Python ({how}){line}: поищите бесконечную рекурсию или огромные индексы",
    "crashed.exit": "ваш код завершил программу (sys.exit или os._exit{line}): завершайте функцию через return",
    "crashed.wire": "ваш код записал что-то в чужой файл и испортил собственные результаты{line}: "
    "не пишите в файловые дескрипторы по номеру",
    "out_of_memory": "вашему коду не хватило отведённой памяти{line}: поищите массив, который больше, чем должен быть",
    "timed_out": "ваш код не уложился в отведённое время{line}: "
    "поищите цикл, который не кончается или работает слишком медленно",
    "output_limit": "ваш код напечатал или вернул больше, чем разрешено{line}: уберите print",
    "raised": "ваш код выбросил исключение {exception}{line}",
    "raised.own": "ваш код выбросил исключение, и это не одно из встроенных исключений Python{line}",
    "raised.load": "Python не может прочитать ваш файл: {exception}{line}",
    "missing": "ещё не написано (NotImplementedError{line})",
    "missing.name": "{name} не найдено: назовите в точности так{line}",
    "missing.unnamed": "не найдено то, что требуется в задаче{line}: оставьте имена такими, как в шаблоне",
    "malformed": "то, что вернул ваш код, нельзя сравнить: возвращайте обычные массивы и числа",
    "malformed.detail": "то, что вернул ваш код, нельзя сравнить ({detail}): возвращайте обычные массивы и числа",
    "wrong": "результат неверен",
    "skipped": "не запускалось: не сработало то, что нужно раньше",
    "skipped.after": "не запускалось: сначала должно заработать {name}",
    "passed": "всё верно",
    # Первое расхождение между тем, что получилось, и тем, что ожидалось.
    "difference.missing": "нет {place}; ожидается {expected}",
    "difference.extra": "{place} здесь лишнее: уберите",
    "difference.extra.hidden": "{place}: есть лишний элемент, который не требовался; уберите его",
    "difference.length": "{place}: длина {observed}, а ожидалась {expected}",
    "difference.type": "{place}: получено {observed}, а ожидалось {expected}",
    "difference.type.none": "{place}: получено None, а ожидалось {expected}; не забыт ли return?",
    "difference.shape": "{place}: форма {observed}, а ожидалась {expected}",
    "difference.dtype": "{place}: dtype {observed}, а ожидался {expected}",
    "difference.nonfinite": "{place}: получено {observed}, а ожидалось {expected}; "
    "поищите переполнение, деление на ноль или логарифм нуля",
    "difference.nonfinite.hidden": "{place}: есть NaN или бесконечность там, где их быть не должно; "
    "поищите переполнение, деление на ноль или логарифм нуля",
    "difference.value": "{place}: получено {observed}, а ожидалось {expected}",
    "difference.value.error": "{place}: получено {observed}, а ожидалось {expected} "
    "(наибольшая ошибка {error}, допустимо {tolerance})",
    "difference.value.hidden": "{place}: значения неверны",
    # What holds exactly between all that was found there and all that was expected.
    "relation.negated": "; знак у всех значений противоположный",
    "relation.transposed": "; это транспонированный правильный ответ",
    "relation.factor.large": "; каждое значение — ровно правильное, умноженное на {factor}: сумма вместо среднего "
    "или лишний множитель?",
    "relation.factor.small": "; каждое значение — ровно правильное, делённое на {factor}: лишнее усреднение "
    "или потерянный множитель?",
    "relation.factor.rate": "; каждое значение — ровно правильное, умноженное на {factor}: "
    "там ли стоит масштабирование?",
    "difference.mutated": "ваш код изменил свой входной аргумент {place}: работайте с копией",
    "difference.property": "{place}: {statement}",
    "difference.property.observed": "{place}: {statement} (получено {observed})",
    "difference.property.both": "{place}: {statement} (получено {observed}, ожидалось {expected})",
    "difference.property.hidden": "{place}: {statement}",
    "difference.other": "{place}: неверно",
}

UNREADABLE = {
    "encoding": "файл не в кодировке UTF-8{where}: сохраните его в UTF-8 и сдайте снова",
    "empty": "файл пуст: сдайте файл с решением",
    "too_large": "файл слишком велик{where}: сдайте только решение, без данных и вывода",
    "not_a_file": "это не обычный файл{where}: сдайте сам файл, а не ссылку и не папку",
    "unsupported": "файл такого вида проверить нельзя{where}: сдайте файл .py или ноутбук",
    "not_a_notebook": "это не ноутбук, который можно прочитать{where}: сохраните его в Jupyter ещё раз и сдайте снова",
    "cut_off": "ноутбук обрывается{where}: он сохранён или загружен не целиком, сохраните его и сдайте снова",
    "merge_conflict": "в ноутбуке остались метки конфликта слияния Git{where}: разрешите конфликт, откройте ноутбук "
    "в Jupyter, сохраните и сдайте снова",
    "old_notebook": "формат ноутбука старше 2013 года: откройте его в Jupyter, сохраните и сдайте снова",
    "needs_ipython": "в ноутбуке есть магические команды или строки для терминала, а IPython, чтобы их прочитать, "
    "не установлен: pip install ipython",
    "other": "файл не удалось прочитать{where}: сдайте его снова",
}

NOTES = {
    "renamed": "файл назывался {detail} и был принят за решение: в следующий раз оставьте имя, как у шаблона",
    "time_unread": "{detail} в timestamp.txt — не время, поэтому работа считается сданной в срок: "
    "пишите так: 2026-10-12T21:40:00+03:00",
    "cell_unread": "ячейка {one}, строка {two}: Python не может прочитать эту ячейку ({three}), "
    "поэтому того, что в ней определено, нет (ячейки считаются, как после «Перезапустить и выполнить всё»)",
    "defined_twice": "{one} определяется не в одном месте (ячейки {two}): считается то, что в ячейке {three}",
    "extra_file": "файл {detail} не читался: проверяется только само решение",
    "other": "{detail}",
}

PAGES = {
    "assignment": "Задание",
    "task": "Задача",
    "case": "Проверка",
    "verdict": "Итог",
    "points": "Баллы",
    "message": "Что обнаружено",
    "standing": "Состояние",
    "counts": "В зачёт",
    "weight": "вес {weight} %",
    "average": "среднее {share} %",
    "no_average": "пока ничего не засчитано",
    "score": "Балл: **{score}** из {maximum}",
    "late": "Опоздание на {days}: {points} × {factor} = {score}",
    "received": "Получено {received}",
    "received_unknown": "Когда получено, неизвестно",
    "submission": "Работа {digest}",
    "attempts": "Попыток: {attempts}; засчитана последняя",
    "attempts_best": "Попыток: {attempts}; засчитана лучшая",
    "hint": "Подсказка: {hint}",
    "section": "Перечитайте раздел {section} в {lectures}",
    "carried": "Ошибка начинается раньше: если вместо {tasks} поставить эталон, эта задача получает {points} из "
    "{maximum}; засчитано {credited}",
    "forgiven": "Ошибка распространённая, поэтому часть баллов остаётся за вами: {points}",
    "hidden": "скрытая",
    "notes": "Замечания",
    "how_it_is_made": "Из чего складывается оценка",
    "course_grade": "Оценка за курс: **{mark}** из {scale} (точно: {exact})",
    "course_grade_so_far": "Оценка за курс на сегодня: **{mark}** из {scale} (точно: {exact}); "
    "то, что ещё впереди, не учтено, а веса остального пропорционально увеличены",
    "course_grade_held": "Оценки за курс пока нет: преподаватель разбирается со сбоем проверки",
    "course_grade_none": "Оценки за курс пока нет: ещё ничего не засчитано",
    "passed": "зачтено",
    "not_passed": "не зачтено (проходная оценка: {pass_mark})",
    "graded": "проверено",
    "missing": "не сдано",
    "held": "на разборе",
    "pending": "впереди",
    "missing.why": "Работа не сдана",
    "missing.zero": "Она считается за 0",
    "missing.excluded": "В среднем она не учитывается",
    "held.why": "На этой работе произошёл сбой самой проверки. Баллов вы не теряете: "
    "преподаватель разберётся, и балл появится",
    "missing.external": "Оценки за неё нет",
    "pending.unmarked": "Оценки ещё не выставлены",
    "pending.why": "Здесь пока ничего нет, и срок ещё не наступил",
    "due": "Срок: {due}",
    "external": "Проверялось отдельно",
    "back": "Все задания",
    "run": "Проверено в запуске {run}",
}

NOUNS = {"days": ("день", "дня", "дней")}


def form(number: int) -> int:
    """Какая из форм существительного стоит при числе: 1 день, 2 дня, 5 дней."""
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2
