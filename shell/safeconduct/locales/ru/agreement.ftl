nav-agreement = Договорённость
agreement-title = О чём договорились, а что открыто?
agreement-none = Условий ещё не записано.
agreement-waiting = Предложенные положения
agreement-by = Предложил: { $it }.
agreement-accept = Принять от этой стороны
agreement-refuse = Отклонить
agreement-open = Открытые вопросы
agreement-no-open = Открытых вопросов нет.
agreement-count = Посчитать людей, которых касается каждый вопрос
agreement-law = На чём стороны могли бы сойтись
agreement-settled = Достаточно ли согласованных положений, чтобы планировать?
agreement-enough = Достаточно.
agreement-readings = Оба прочтения рядом
agreement-clause = Положение
agreement-same = то же
agreement-offer = Предложить слова стороны { $it }
agreement-record = Записать условия
agreement-file = Файл с условиями
agreement-file-hint = TOML в форме spec/1-agreement.md. Если хоть одна строка неверна, ничего не записывается.
agreement-no-file = Сначала выберите файл.
clause-agreed = согласовано
clause-offered = предложено
clause-open = открыто
clause-accepted-by = Приняла: { $it }.
clause-refused-by = Отклонила: { $it }.
track-prisoners = военнопленные
track-civilians = гражданские
track-remains = погибшие
point-touches = Список { $side }: { $it }
queue-clauses = предложенные положения без ответа
done-accepted = Принято от этой стороны.
done-refused = Отклонено от этой стороны.
done-proposed = Предложено; отвечает другая сторона.
done-terms = Условия записаны.
point-lines = { $count ->
    [one] от этого зависит { $n } строка
    [few] от этого зависят { $n } строки
    [many] от этого зависит { $n } строк
   *[other] от этого зависит { $n } строки
}
agreement-now = Как согласовано
agreement-then = Как предложено
