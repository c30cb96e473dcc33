#pragma once

#include "model/checkpoint/Checkpoint.h"
#include "tests/model/checkpoint/CheckpointFiles.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <string>

namespace ecva::test {

using Opened = Result<std::shared_ptr<const Checkpoint>>;

inline QByteArray textOf(const Opened &checkpoint)
{
    return checkpoint ? QByteArray("opens") : QByteArray::fromStdString(checkpoint.error().text());
}

/// A test of checkpoints: a folder that is empty before each test, and a small checkpoint to be
/// changed and written there.
class CheckpointTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
        m_small = fresh();
    }

protected:
    /// The checkpoint that each test begins with.
    virtual SmallCheckpoint fresh() const { return {}; }

    Opened write()
    {
        m_small.write(m_dir->path());
        return open();
    }
    Opened open(const std::string &tower = {}) const
    {
        return Checkpoint::open(m_dir->path().toStdString(), tower);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    SmallCheckpoint m_small;
};

} // namespace ecva::test
