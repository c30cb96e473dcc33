#pragma once

#include "annotation/domain/Entities.h"

#include <QObject>
#include <QPointer>

namespace ecva {

class Document;
class TextField;

/// Keeps one text field and one answer of the document in step: the experts' answer to `task` about
/// a clip or a segment of it in one round. Typed text is stored where it was typed, even when the
/// person has gone on to another segment meanwhile.
class AnswerBinding : public QObject
{
    Q_OBJECT

public:
    struct Target
    {
        ClipId clip;
        SegmentId segment; ///< 0: about the whole clip
        QString round;

        friend bool operator==(const Target &, const Target &) = default;
    };

    AnswerBinding(TextField &field, Task task, QObject *parent);

    /// Stores what was typed for the old target first. Null document or no clip: empty, read-only.
    void bind(Document *document, const Target &target, const QString &readOnlyReason);
    /// After a change of the document.
    void refresh();
    void flush();

private:
    const Answer *answer() const;
    QString storedText() const;
    void commit(const QString &text);

    TextField &m_field;
    Task m_task;
    QPointer<Document> m_document;
    Target m_target;
};

} // namespace ecva
