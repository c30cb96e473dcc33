#pragma once

#include "model/api/Generation.h"

#include <QDialog>

#include <array>

class QCheckBox;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace ecva {

class Label;
class ModelDesk;
class SegmentedControl;

/// Where a model lies and in which numbers it is to be loaded. Stays open until it is there, and
/// says why it is not. Lies beside the work and does not lock it.
class LoadModelDialog : public QDialog
{
    Q_OBJECT

public:
    LoadModelDialog(ModelDesk &desk, QWidget *parent);

    /// Shows it, filled in with what the desk has.
    void present();
    /// What the fields say.
    ModelOptions options() const;

    void reject() override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    /// The places a checkpoint may lie in; all but the first are folded away.
    enum Place { Folder, Tower, Base, Adapter, Connector, PlaceCount };
    struct Row
    {
        Label *name = nullptr;
        QLineEdit *field = nullptr;
        QPushButton *choose = nullptr;
    };

    void addRow(Place place, QVBoxLayout *column);
    void build();
    void buildButtons();
    void retranslate();
    void fill(const ModelOptions &options);
    void choose(Place place);
    void unfold(bool open);
    /// Why what is typed cannot be loaded, translated; empty when it may be tried.
    QString obstacle() const;
    void load();
    /// After any change: texts, what can be pressed, the size.
    void refresh();
    void onReadiness();
    void say(const QString &trouble);

    ModelDesk &m_desk;
    std::array<Row, PlaceCount> m_rows;
    Label *m_precisionName = nullptr;
    SegmentedControl *m_precision = nullptr;
    Label *m_hint = nullptr;
    QPushButton *m_fold = nullptr;
    QWidget *m_more = nullptr;
    QCheckBox *m_live = nullptr;
    Label *m_message = nullptr;
    QProgressBar *m_progress = nullptr;
    QPushButton *m_demonstration = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_load = nullptr;
    bool m_isWaiting = false; ///< for what was asked for here
    QString m_trouble;        ///< of the last try
};

} // namespace ecva
