#pragma once

#include "annotation/formats/Format.h"

#include <QElapsedTimer>
#include <QObject>

#include <optional>

namespace ecva {

class JobRunner;
class Workspace;

/// One import from the file to the commit, without widgets: reads the file in the pool, keeps what
/// the person agreed to, and applies it as one step. UI thread.
class ImportSession : public QObject
{
    Q_OBJECT

public:
    enum class State { Idle, Reading, Failed, Ready };

    ImportSession(Workspace &workspace, JobRunner &jobs, QObject *parent = nullptr);
    ~ImportSession() override;

    void open(const QString &file);
    /// Reads again with another format or other sheets. Ticks stay.
    void setFormat(const QString &format);
    void setSheetTaken(const QString &sheet, bool taken);
    void reread();
    /// Stops reading and forgets the file.
    void close();

    State state() const { return m_state; }
    QString file() const { return m_request.path; }
    double progress() const { return m_progress; }
    const Error &error() const { return m_error; }
    /// False until the file has been read once; stays true while it is read again.
    bool hasPlan() const { return m_plan.has_value(); }
    /// Only with hasPlan().
    const ImportPlan &plan() const { return *m_plan; }
    qint64 readingMs() const { return m_readingMs; }
    /// When the project took in this very file before, ISO 8601; empty: never.
    QString importedBefore() const;

    bool isTicked(const Finding &finding) const;
    void setTicked(const Finding &finding, bool ticked);
    void setRuleTicked(const QString &rule, bool ticked);
    struct Fixes
    {
        int places = 0;
        int fixable = 0;
        int ticked = 0;
    };
    Fixes fixesOf(const QString &rule) const;
    const AcceptedFixes &fixes() const { return m_choices.fixes; }
    /// Import a file that the project knows: what is there stays as it is.
    void setAgain(bool again);
    bool again() const { return m_choices.again; }

    /// The plan's counts with the fixes agreed to.
    struct Totals
    {
        ImportCounts counts;
        int records = 0;    ///< that go in
        int openErrors = 0; ///< places with an error and without a ticked fix
        int unmatched = 0;  ///< results of videos that the project has not
    };
    const Totals &totals() const;
    /// Why it cannot be imported now, translated; empty when it can.
    QString obstacle() const;

    struct Outcome
    {
        int clips = 0; ///< new ones
        int segments = 0;
        int answers = 0;
    };
    /// Writes everything as one undoable step. Errors: those of applyImport and commit; nothing has
    /// changed then.
    Result<Outcome> apply();

Q_SIGNALS:
    void stateChanged();
    void progressChanged(double fraction);
    void choicesChanged();

private:
    void fail(const Error &error);
    void setState(State state);

    Workspace &m_workspace;
    JobRunner &m_jobs;
    State m_state = State::Idle;
    ImportRequest m_request;
    ImportChoices m_choices;
    std::optional<ImportPlan> m_plan;
    mutable std::optional<Totals> m_totals; ///< reading every record again takes its time
    Error m_error;
    int m_job = 0; // 0: none
    double m_progress = 0;
    QElapsedTimer m_clock;
    qint64 m_readingMs = 0;
};

} // namespace ecva
