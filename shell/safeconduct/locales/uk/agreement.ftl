nav-agreement = Домовленість
agreement-title = Про що домовилися, а що відкрите?
agreement-none = Умов ще не записано.
agreement-waiting = Запропоновані положення
agreement-by = Запропонував: { $it }.
agreement-accept = Прийняти від цієї сторони
agreement-refuse = Відхилити
agreement-open = Відкриті питання
agreement-no-open = Відкритих питань немає.
agreement-count = Порахувати осіб, яких стосується кожне питання
agreement-law = На чому сторони могли б зійтися
agreement-settled = Чи досить узгоджених положень, щоб планувати?
agreement-enough = Досить.
agreement-readings = Обидва прочитання поруч
agreement-clause = Положення
agreement-same = те саме
agreement-offer = Запропонувати слова сторони { $it }
agreement-record = Записати умови
agreement-file = Файл з умовами
agreement-file-hint = TOML у формі spec/1-agreement.md. Якщо хоч один рядок хибний, нічого не записується.
agreement-no-file = Спершу виберіть файл.
clause-agreed = узгоджено
clause-offered = запропоновано
clause-open = відкрито
clause-accepted-by = Прийняла: { $it }.
clause-refused-by = Відхилила: { $it }.
track-prisoners = військовополонені
track-civilians = цивільні
track-remains = загиблі
point-touches = Список { $side }: { $it }
queue-clauses = запропоновані положення без відповіді
done-accepted = Прийнято від цієї сторони.
done-refused = Відхилено від цієї сторони.
done-proposed = Запропоновано; відповідає інша сторона.
done-terms = Умови записано.
point-lines = { $count ->
    [one] від цього залежить { $n } рядок
    [few] від цього залежать { $n } рядки
    [many] від цього залежить { $n } рядків
   *[other] від цього залежить { $n } рядка
}
agreement-now = Як узгоджено
agreement-then = Як запропоновано
