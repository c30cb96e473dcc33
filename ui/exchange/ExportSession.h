#pragma once

#include "annotation/formats/Format.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace ecva {

class JobRunner;
class Workspace;

/// One export from the wish to the file, without widgets: works out in the pool what would be
/// written after every change of the wish or the project, and writes what was worked out. UI
/// thread.
class ExportSession : public QObject
{
    Q_OBJECT

public:
    enum class State { Idle, Planning, Failed, Ready, Writing, Written };

    ExportSession(Workspace &workspace, JobRunner &jobs, QObject *parent = nullptr);
    ~ExportSession() override;

    /// Starts afresh with the project that is open.
    void open();
    void close();

    /// Works the same wish out again.
    void replan();
    void setFormat(const QString &format);
    void setFilter(const QString &filter);
    void setTaskTaken(Task task, bool taken);
    void setOut(const QString &path);
    void setModel(const QString &model);

    State state() const { return m_state; }
    const ExportRequest &request() const { return m_request; }
    /// Absolute; a relative path lies under the project's folder.
    QString out() const;
    bool replacesFile() const;
    const Error &error() const { return m_error; }
    /// Null before the first plan; kept while the next is worked out.
    const ExportPlan *plan() const { return m_plan.get(); }
    /// Another number for every plan, and for none.
    int planNumber() const { return m_planNumber; }
    const ExportOutcome &outcome() const { return m_outcome; } ///< once Written
    qint64 planningMs() const { return m_planningMs; }
    double progress() const { return m_progress; }

    /// Tasks of the format in the order they are listed, with the counts last worked out.
    struct TaskLine
    {
        Task task = Task::Description;
        bool taken = true;
        std::optional<ExportTaskCount> count; ///< none while it is not taken
    };
    const std::vector<TaskLine> &tasks() const { return m_tasks; }
    /// One task a file: ticking one unticks the others.
    bool takesOneTask() const;
    /// Models that have answered the task, where the format writes their answers.
    QStringList models() const;

    int written() const;
    /// Why it cannot be written now, translated; empty when it can.
    QString obstacle() const;
    /// Writes the plan in the pool; ends in Written, or in Failed with the plan still there.
    void write();
    void cancelWriting();
    /// As it would be written; follows the plan and the path a moment later.
    const QByteArray &manifest() const { return m_manifest; }
    /// The same on the command line.
    QString command() const;
    /// The clip of the project that a refusal is about; 0: none.
    ClipId clipOf(const Finding &finding) const;

Q_SIGNALS:
    void stateChanged();
    void progressChanged(double fraction);
    void manifestChanged();

private:
    void planSoon();
    void planNow();
    void setPlan(std::shared_ptr<const ExportPlan> plan);
    void takePlan(ExportPlan plan);
    void makeManifest();
    void setState(State state);
    void cancelJob();
    void forgetSnapshot();

    Workspace &m_workspace;
    JobRunner &m_jobs;
    State m_state = State::Idle;
    ExportRequest m_request;
    QString m_out;
    bool m_outIsOurs = true; ///< not typed by the person: follows the format
    std::vector<TaskLine> m_tasks;
    std::shared_ptr<const ProjectModel> m_snapshot; ///< of the document, for the pool
    QMetaObject::Connection m_watch;
    std::shared_ptr<const ExportPlan> m_plan;
    int m_planNumber = 0;
    QByteArray m_manifest;
    int m_manifestJob = 0; // 0: none
    ExportOutcome m_outcome;
    Error m_error;
    int m_job = 0; // 0: none
    QTimer m_debounce;
    QElapsedTimer m_clock;
    qint64 m_planningMs = 0;
    double m_progress = 0;
};

} // namespace ecva
