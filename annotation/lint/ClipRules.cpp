#include "annotation/lint/ClipRules.h"

#include "annotation/lint/TextCount.h"

#include <QCoreApplication>

#include <algorithm>

namespace ecva {
namespace {

class Rules
{
    Q_DECLARE_TR_FUNCTIONS(ecva::ClipRules)

public:
    Rules(const ProjectModel &model, const Clip &clip, const QString &round)
        : m_model(model)
        , m_clip(clip)
        , m_round(round)
    {
    }

    std::vector<ClipIssue> run()
    {
        if (!owesTexts(m_clip.verdict))
            return {};
        if (m_clip.verdict == Verdict::Undecided)
            add("verdict.missing", ClipIssue::Field::Verdict,
                tr("Nobody has said whether there is an anomaly."));
        checkSegments();
        checkText(Task::Cause, ClipIssue::Field::Cause, tr("Why is empty."));
        checkText(Task::Result, ClipIssue::Field::Result, tr("How is empty."));
        checkKeySentences();
        return std::move(m_issues);
    }

private:
    bool hasText(SegmentId segment, Task task) const
    {
        const QaItem *item = m_model.findItem(m_clip.id, segment, task);
        const Answer *answer
            = item ? m_model.findAnswer(item->id, AnswerRole::Expert, m_round) : nullptr;
        return answer && !answer->text.trimmed().isEmpty();
    }

    ClipIssue &add(const char *rule, ClipIssue::Field field, const QString &message)
    {
        ClipIssue issue;
        issue.rule = QString::fromLatin1(rule);
        issue.field = field;
        issue.message = message;
        m_issues.push_back(issue);
        return m_issues.back();
    }

    void checkSegments()
    {
        const bool clipText = hasText({}, Task::Description);
        int number = 0;
        for (const Segment *segment : m_model.segmentsOf(m_clip.id)) {
            if (segment->track != m_round)
                continue;
            ++number;
            if (segment->label.isEmpty() && m_clip.verdict != Verdict::NeedsClass) {
                add("segment.class", ClipIssue::Field::Label,
                    tr("Segment %1 has no class.").arg(number))
                    .segment
                    = segment->id;
            }
            if (!clipText && !hasText(segment->id, Task::Description)) {
                add("text.missing", ClipIssue::Field::Description,
                    tr("What is empty for segment %1.").arg(number))
                    .segment
                    = segment->id;
            }
        }
        if (number == 0) {
            add("segment.missing", ClipIssue::Field::Segment, tr("No segment is marked."));
            if (!clipText)
                add("text.missing", ClipIssue::Field::Description, tr("What is empty."));
        }
    }

    void checkText(Task task, ClipIssue::Field field, const QString &message)
    {
        if (!hasText({}, task))
            add("text.missing", field, message);
    }

    void checkKeySentences()
    {
        const ProjectSettings &settings = m_model.settings();
        int count = 0;
        for (const KeySentence *sentence : m_model.keySentencesOf(m_clip.id)) {
            if (sentence->round != m_round || sentence->text.trimmed().isEmpty())
                continue;
            ++count;
            const SentenceLength length = sentenceLength(settings, sentence->text);
            if (length.tooLong()) {
                ClipIssue &issue = add("keysentence.long", ClipIssue::Field::KeySentences,
                                       tr("Key sentence %1 is too long: %2 of %3.")
                                           .arg(count)
                                           .arg(length.length)
                                           .arg(length.limit));
                issue.keySentence = sentence->id;
                issue.broken = true;
            }
        }
        if (count < settings.keySentenceMin) {
            add("keysentence.few", ClipIssue::Field::KeySentences,
                tr("%n key sentence(s) missing.", nullptr, settings.keySentenceMin - count));
        } else if (count > settings.keySentenceMax) {
            add("keysentence.many", ClipIssue::Field::KeySentences,
                tr("%n key sentence(s) too many.", nullptr, count - settings.keySentenceMax))
                .broken
                = true;
        }
    }

    const ProjectModel &m_model;
    const Clip &m_clip;
    const QString &m_round;
    std::vector<ClipIssue> m_issues;
};

} // namespace

std::vector<ClipIssue> checkClip(const ProjectModel &model, ClipId clip, const QString &round)
{
    const Clip *found = model.clip(clip);
    return found ? Rules(model, *found, round).run() : std::vector<ClipIssue>();
}

bool owesTexts(Verdict verdict)
{
    switch (verdict) {
    case Verdict::NoAnomaly:
    case Verdict::FileBroken:
    case Verdict::CannotDecide:
        return false;
    case Verdict::Undecided:
    case Verdict::Anomaly:
    case Verdict::NeedsClass:
        break;
    }
    return true;
}

QString submitObstacle(const ProjectModel &model, ClipId clip, const QString &round)
{
    const Clip *found = model.clip(clip);
    if (!found)
        return Rules::tr("There is no clip.");
    if (found->verdict != Verdict::Undecided)
        return {};
    const auto inRound = [&](const auto *entity) { return entity->round == round; };
    for (const Segment *segment : model.segmentsOf(clip)) {
        if (segment->track == round)
            return {};
    }
    for (const QaItem *item : model.itemsOf(clip)) {
        const auto answers = model.answersOf(item->id);
        if (std::any_of(answers.begin(), answers.end(), [&](const Answer *answer) {
                return answer->role == AnswerRole::Expert && inRound(answer);
            }))
            return {};
    }
    const auto sentences = model.keySentencesOf(clip);
    if (std::any_of(sentences.begin(), sentences.end(), inRound))
        return {};
    return Rules::tr("The clip is empty: choose a verdict first.");
}

SentenceLength sentenceLength(const ProjectSettings &settings, const QString &text)
{
    return {countWords(text),
            isChinese(text) ? settings.keySentenceCharacters : settings.keySentenceWords};
}

} // namespace ecva
