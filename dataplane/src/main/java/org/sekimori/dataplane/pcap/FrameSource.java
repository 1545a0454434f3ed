package org.sekimori.dataplane.pcap;

/** An open capture file, whatever its format. Belongs to one thread. */
interface FrameSource extends AutoCloseable {
    /**
     * The next frame, or null at the file's end.
     *
     * @throws CaptureException when the file is cut off or broken at this place; frames before it were good
     */
    CaptureFrame next();

    /** What the frames begin with, or {@link CaptureFileReader#SEVERAL_LINK_TYPES}. */
    int linkType();

    @Override
    void close();
}
