#pragma once

#include "core/media/VideoIndex.h"
#include "ui/style/Controls.h"

#include <QAbstractButton>

namespace ecva {

class ActionRegistry;
class FrameProof;

/// "Frame numbers verified" in the status line: what is proven about the frame numbers of the
/// current clip, in words, an icon and a tone. A click verifies them.
class FrameTruthBadge : public QAbstractButton
{
    Q_OBJECT

public:
    FrameTruthBadge(FrameProof &proof, ActionRegistry &actions, QWidget *parent = nullptr);

    Label::Tone tone() const { return m_tone; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    static QString warningText(const VideoIndex::Warning &warning);
    QString proofText() const;

    FrameProof &m_proof;
    Label::Tone m_tone = Label::Tone::Ok;
    QString m_icon;
};

} // namespace ecva
