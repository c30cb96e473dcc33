#include "ui/review/ReviewColumn.h"

#include "ui/review/DisagreementList.h"
#include "ui/style/Bar.h"
#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace ecva {
namespace {

constexpr int kTransport = 48;
constexpr int kPicture = 252; ///< 16:9 in the column
constexpr int kNoPicture = 112;
constexpr int kTimeline = 230; ///< three tracks
constexpr int kRowsKept = 3;   ///< of the list, before the timeline goes

} // namespace

ReviewColumn::ReviewColumn(QWidget *parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
    , m_line(new Hairline(Qt::Horizontal, this))
    , m_list(new DisagreementList(this))
{
    setFixedWidth(kWidth);
    auto *head = new Bar(Bar::kHeadHeight, Qt::BottomEdge, this);
    m_title = head->addTitle();
    m_count = head->addNote();
    m_count->setObjectName(QStringLiteral("disagreementCount"));
    head->row()->addStretch();
    m_previous = new KeyCap({}, head);
    m_next = new KeyCap({}, head);
    head->row()->setSpacing(6);
    head->row()->addWidget(m_previous);
    head->row()->addWidget(m_next);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
    m_column->addWidget(m_line);
    m_column->addWidget(head);
    m_column->addWidget(m_list, 1);
    retranslate();
}

void ReviewColumn::lend(QWidget *player, QWidget *timeline)
{
    m_player = player;
    m_timeline = timeline;
    player->setMinimumSize(0, 0);
    timeline->setMinimumHeight(0);
    m_column->insertWidget(0, player);
    m_column->insertWidget(1, timeline);
    player->show();
    arrange();
}

void ReviewColumn::release()
{
    for (QWidget *lent : {m_player.data(), m_timeline.data()}) {
        if (!lent)
            continue;
        m_column->removeWidget(lent);
        lent->setMinimumSize(0, 0);
        lent->setMaximumSize(QWIDGETSIZE_MAX, QWIDGETSIZE_MAX);
    }
    m_player = nullptr;
    m_timeline = nullptr;
}

void ReviewColumn::setHasVideo(bool hasVideo)
{
    m_hasVideo = hasVideo;
    arrange();
}

void ReviewColumn::arrange()
{
    const int picture = (m_hasVideo ? kPicture : kNoPicture) + kTransport;
    if (m_player)
        m_player->setFixedHeight(picture);
    if (m_timeline) {
        const bool room = height() >= picture + kTimeline + Bar::kHeadHeight
                                          + kRowsKept * DisagreementList::kRowHeight;
        m_timeline->setFixedHeight(kTimeline);
        m_timeline->setVisible(room);
    }
}

void ReviewColumn::setCount(int open, int all)
{
    m_open = open;
    m_all = all;
    m_count->setText(all == 0      ? QString()
                     : open == all ? QString::number(all)
                                   : tr("%1 of %2 open").arg(open).arg(all));
}

void ReviewColumn::setKeys(const QString &previous, const QString &next)
{
    m_previous->setKeys(previous);
    m_next->setKeys(next);
}

void ReviewColumn::retranslate()
{
    m_title->setText(tr("Disagreements"));
    setCount(m_open, m_all);
    m_list->retranslate();
}

void ReviewColumn::resizeEvent(QResizeEvent *)
{
    arrange();
}

void ReviewColumn::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), themeOf(this).panel);
}

} // namespace ecva
