package org.sekimori.control.cli;

/** How the box takes hold of an interface. */
enum PortType {
    AFPACKET("afpacket"),
    PCAP("pcap");

    private final String word;

    PortType(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
