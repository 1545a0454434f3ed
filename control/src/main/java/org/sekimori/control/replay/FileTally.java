package org.sekimori.control.replay;

/** What became of one file's frames, or of all. Belongs to the replaying thread. */
public final class FileTally {
    private final String name;
    private long passedFrames;
    private long passedBytes;
    private long droppedFrames;
    private long droppedBytes;

    FileTally(String name) {
        this.name = name;
    }

    void count(boolean dropped, int wireLength) {
        if (dropped) {
            droppedFrames++;
            droppedBytes += wireLength;
        } else {
            passedFrames++;
            passedBytes += wireLength;
        }
    }

    /** The file, as the user named it. */
    public String name() {
        return name;
    }

    public long frames() {
        return passedFrames + droppedFrames;
    }

    /** Bytes on the wire, cut off or not. */
    public long bytes() {
        return passedBytes + droppedBytes;
    }

    public long passedFrames() {
        return passedFrames;
    }

    public long passedBytes() {
        return passedBytes;
    }

    public long droppedFrames() {
        return droppedFrames;
    }

    public long droppedBytes() {
        return droppedBytes;
    }
}
