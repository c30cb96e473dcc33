#pragma once

#include "annotation/domain/Ids.h"
#include "annotation/domain/Names.h"
#include "ui/review/ReviewSheet.h"

#include <QObject>

#include <optional>
#include <unordered_map>

namespace ecva {

struct ChangeEvent;
class Document;
class Workspace;

/// The review without its widgets: the sheet of the workspace's clip, the current answer, the way
/// from disagreement to disagreement, and the decisions. UI thread.
class ReviewSession : public QObject
{
    Q_OBJECT

public:
    explicit ReviewSession(Workspace &workspace, QObject *parent = nullptr);
    ~ReviewSession() override;

    /// Follows clip and document only while it is active.
    void setActive(bool active);
    bool isActive() const { return m_active; }

    const ReviewSheet &sheet() const { return m_sheet; }
    /// Any clip of the project has a model's answer.
    bool hasModelAnswers() const;

    /// Of the sheet's fields; -1 while there are none.
    int row() const { return m_row; }
    /// 0: the expert's, 1: the first model's.
    int column() const { return m_column; }
    void setCurrent(int row, int column);
    /// The disagreement at the current answer; -1: none.
    int item() const;
    void setItem(int item);
    const ReviewField *field() const;
    /// The model's answer at the current place; null where the expert's is, or none.
    const ReviewAnswer *answer() const;

    /// To the next or previous disagreement that nobody has decided, over the borders of clips and
    /// from the last to the first. False where there is none but this one.
    bool next();
    bool previous();

    /// Why it cannot be decided so now, translated; empty when it can.
    QString obstacle(Settlement decision) const;
    /// Writes the decision on the current answer as one step. `text`: of a merge. `from`: what a
    /// merge was made from. False and failed() when it could not be stored.
    bool decide(Settlement decision, const QString &text = {}, AnswerId from = {});

Q_SIGNALS:
    void sheetChanged();
    void currentChanged();
    void failed(const QString &reason);

private:
    void reload();
    void onChanged(const ChangeEvent &event);
    void followStep(const ChangeEvent &event);
    void connectDocument();
    bool walk(bool forward);
    bool walkClips(bool forward);
    int openItemsOf(ClipId clip);
    void chooseFirst(bool last);

    Workspace &m_workspace;
    Document *m_document = nullptr; ///< the one that is listened to
    QMetaObject::Connection m_documentChanges;
    ReviewSheet m_sheet;
    int m_row = -1;
    int m_column = 0;
    bool m_active = false;
    mutable std::optional<bool> m_hasModelAnswers;
    std::unordered_map<ClipId, int> m_open; ///< disagreements that nobody has decided, by clip
};

} // namespace ecva
