#pragma once

#include "annotation/domain/Ids.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QString>
#include <QTimer>

#include <memory>

class QSettings;

namespace ecva {

class FrameSource;
class JobRunner;
class PlayerController;
class Workspace;

/// The proxies of heavy clips: looks for that of the current clip and gives it to the player; where
/// there is none, makes it in the background once the clip has been open for a while, or when
/// asked. One that was begun unasked is given up with its clip. UI thread.
class ProxyKeeper : public QObject
{
    Q_OBJECT

public:
    ProxyKeeper(Workspace &workspace, PlayerController &player, JobRunner &jobs,
                QObject *parent = nullptr);
    ~ProxyKeeper() override;
    /// Reads there whether proxies are used, and writes it; must outlive this.
    void setSettings(QSettings &settings);

    bool areUsed() const { return m_used; }
    void setUsed(bool used);
    /// The current clip's proxy is there.
    bool hasProxy() const { return m_proxy != nullptr; }
    /// Why none can be made now, translated; empty when one can.
    QString makeObstacle() const;
    /// In the background. Precondition: no obstacle.
    void make();
    /// So long a clip has to be open before its proxy is begun unasked.
    void setPatience(int milliseconds) { m_patience.setInterval(milliseconds); }

Q_SIGNALS:
    void usedChanged(bool used);
    /// hasProxy() has changed.
    void proxyChanged();

private:
    struct Found;

    void look();
    int start(const QString &path);
    void makeUnasked();
    void onFound(quint64 epoch, const Found &found);
    void forgetCancelled();
    QString clipPath() const;

    Workspace &m_workspace;
    PlayerController &m_player;
    JobRunner &m_jobs;
    QSettings *m_settings = nullptr;
    bool m_used = true;
    quint64 m_epoch = 0; ///< of the current clip
    int m_lookJob = 0;
    int m_unaskedJob = 0; ///< one of m_making, or 0
    QTimer m_patience;
    std::shared_ptr<FrameSource> m_proxy; ///< used by the playback thread only
    QHash<QString, int> m_making;         ///< jobs by path
    QSet<QString> m_offered;              ///< paths
};

} // namespace ecva
