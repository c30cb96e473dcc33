<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ecva::EdgePopup</name>
    <message numerus="yes">
        <source>%n frames</source>
        <translation>
            <numerusform>%n frame</numerusform>
            <numerusform>%n frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::JobsIndicator</name>
    <message numerus="yes">
        <source>%n job(s) %1%</source>
        <translation>
            <numerusform>%n job %1%</numerusform>
            <numerusform>%n jobs %1%</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::ProjectController</name>
    <message numerus="yes">
        <source>Add %n clip(s)</source>
        <translation>
            <numerusform>Add %n clip</numerusform>
            <numerusform>Add %n clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were not added</source>
        <translation>
            <numerusform>%n file were not added</numerusform>
            <numerusform>%n files were not added</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::StatusLine</name>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n clip</numerusform>
            <numerusform>%n clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s) in this file</source>
        <translation>
            <numerusform>%n warning in this file</numerusform>
            <numerusform>%n warnings in this file</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::TimelinePanel</name>
    <message numerus="yes">
        <source>Selected %1 – %2   %n frames</source>
        <translation>
            <numerusform>Selected %1 – %2   %n frame</numerusform>
            <numerusform>Selected %1 – %2   %n frames</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>View %1 – %2   %n frames</source>
        <translation>
            <numerusform>View %1 – %2   %n frame</numerusform>
            <numerusform>View %1 – %2   %n frames</numerusform>
        </translation>
    </message>
</context>
</TS>
