#include "ui/inspector/AnswerBinding.h"

#include "annotation/document/Document.h"
#include "ui/inspector/TextField.h"

namespace ecva {

AnswerBinding::AnswerBinding(TextField &field, Task task, QObject *parent)
    : QObject(parent)
    , m_field(field)
    , m_task(task)
{
    connect(&m_field, &TextField::commitRequested, this, &AnswerBinding::commit);
}

void AnswerBinding::bind(Document *document, const Target &target, const QString &readOnlyReason)
{
    const bool same = document == m_document && target == m_target;
    if (!same) {
        flush();
        m_document = document;
        m_target = target;
    }
    const bool usable = document && target.clip;
    m_field.setEnabled(usable);
    m_field.setReadOnly(!usable || !readOnlyReason.isEmpty(), readOnlyReason);
    if (same)
        m_field.refresh(storedText());
    else
        m_field.reset(storedText());
}

void AnswerBinding::refresh()
{
    m_field.refresh(storedText());
}

void AnswerBinding::flush()
{
    if (m_document)
        m_field.flush();
}

const Answer *AnswerBinding::answer() const
{
    if (!m_document || !m_target.clip)
        return nullptr;
    const ProjectModel &model = m_document->model();
    const QaItem *item = model.findItem(m_target.clip, m_target.segment, m_task);
    if (!item)
        return nullptr;
    const Answer *own
        = model.findAnswer(item->id, AnswerRole::Expert, m_target.round, m_document->author());
    return own ? own : model.findAnswer(item->id, AnswerRole::Expert, m_target.round);
}

QString AnswerBinding::storedText() const
{
    const Answer *found = answer();
    return found ? found->text : QString();
}

void AnswerBinding::commit(const QString &text)
{
    if (!m_document)
        return;
    NewAnswer wanted;
    wanted.clip = m_target.clip;
    wanted.segment = m_target.segment;
    wanted.task = m_task;
    wanted.round = m_target.round;
    // A colleague's answer is corrected where it stands; its stamp tells who did.
    if (const Answer *existing = answer()) {
        wanted.author = existing->author;
        wanted.rawText = existing->rawText;
        wanted.provenance = existing->provenance;
    }
    wanted.text = text;

    Edit edit(*m_document, QStringLiteral("answer.set"));
    Result<void> done;
    if (const auto set = edit.setAnswer(wanted); !set)
        done = fail(set);
    edit.setMergeKey(QStringLiteral("answer:%1:%2:%3:%4")
                         .arg(m_target.clip.value)
                         .arg(m_target.segment.value)
                         .arg(toName(m_task), m_target.round));
    if (done) {
        if (const auto committed = m_document->commit(std::move(edit)); !committed)
            done = fail(committed);
    }
    if (done)
        m_field.setStored(storedText());
    else
        m_field.setFailed(QString::fromStdString(done.error().text()));
}

} // namespace ecva
