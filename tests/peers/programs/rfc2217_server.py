"""A remote serial port by pyserial's own PortManager, in front of a line that says back what it hears.

Prints its port, then each speed it is set to; ends when its caller hangs up.
"""

import socket

import serial
import serial.rfc2217


class Connection:
    """What the manager writes its answers to."""

    def __init__(self, peer):
        self.write = peer.sendall


line = serial.serial_for_url("loop://", baudrate=1200, timeout=0)
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
peer, _ = server.accept()
manager = serial.rfc2217.PortManager(line, Connection(peer))
speed = line.baudrate
while chunk := peer.recv(1024):
    line.write(b"".join(manager.filter(chunk)))
    if line.in_waiting:
        peer.sendall(b"".join(manager.escape(line.read(line.in_waiting))))
    if line.baudrate != speed:
        speed = line.baudrate
        print(speed, flush=True)
