#pragma once

#include "annotation/evaluation/DeltaSummary.h"
#include "ui/model/ModelDesk.h"

#include <QObject>

#include <optional>
#include <vector>

namespace ecva {

struct ChangeEvent;
class Document;
class Workspace;

/// Which model answer the delta view shows, its newest delta, and how the next one is measured.
/// Knows no widgets. UI thread.
class DeltaSession : public QObject
{
    Q_OBJECT

public:
    enum class State {
        NoAnswer, ///< no model has answered about the clip
        NotMeasured,
        Damaged,  ///< the stored report cannot be read: error()
        NeverSaw, ///< no sampled frame lies in a key interval
        Measured,
    };

    static constexpr int kMostControls = 8;

    DeltaSession(Workspace &workspace, ModelDesk &desk, QObject *parent = nullptr);

    /// Follows the workspace to its clip; the answer shown last is kept if it is of that clip.
    void open();
    /// While it does not follow, changes of the project cost nothing; it catches up afterwards.
    void setFollowing(bool following);
    /// To the model answer before or behind this one, across clips. Returns whether there is one.
    bool step(int direction);
    bool canStep(int direction) const;

    State state() const { return m_state; }
    /// Null with State::NoAnswer.
    const Answer *answer() const;
    Task task() const;
    /// Null unless there is one that can be read.
    const DeltaSummary *summary() const { return m_summary ? &*m_summary : nullptr; }
    const QByteArray &report() const { return m_report; }
    QString error() const { return m_error; }
    /// Of all model answers of the project, from 1; 0 when none is shown.
    int place() const { return m_place + 1; }
    int count() const { return static_cast<int>(m_answers.size()); }
    /// Of the clip on the active round, by begin.
    const std::vector<Segment> &segments() const { return m_segments; }

    /// How the next delta is measured; its answer is that which is shown.
    const MeasureRequest &request() const { return m_request; }
    void setSegment(SegmentId segment);
    void setMask(DeltaMode mask);
    void setControls(int controls);
    /// Why nothing can be measured now, translated; empty when it can.
    QString obstacle() const;
    void measure();

Q_SIGNALS:
    void changed();

private:
    void watchDocument();
    void onDocumentChanged(const ChangeEvent &event);
    void follow();
    void collect();
    void show(int place);
    void read();

    Workspace &m_workspace;
    ModelDesk &m_desk;
    QMetaObject::Connection m_changes;
    const Document *m_document = nullptr; ///< the one we listen to
    std::vector<AnswerId> m_answers;      ///< of models, by clip
    int m_place = -1;
    AnswerId m_shown; ///< 0: none
    State m_state = State::NoAnswer;
    std::optional<DeltaSummary> m_summary;
    QByteArray m_report;
    QString m_error;
    std::vector<Segment> m_segments;
    MeasureRequest m_request;
    bool m_stepping = false;
    bool m_following = false;
    bool m_behind = true;
};

} // namespace ecva
