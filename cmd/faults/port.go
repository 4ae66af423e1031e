package main

import (
	"errors"
	"fmt"
	"syscall"
)

// port is a port on loopback that stays reserved, whether or not anything
// listens: without a listener, connections are refused. It is a socket that is
// bound but never listens, beside which a listener can bind the same port.
type port struct {
	socket  int
	address string
}

func newPort() (*port, error) {
	socket, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	p := &port{socket: socket}
	if err := p.bind(); err != nil {
		return nil, errors.Join(err, p.close())
	}
	return p, nil
}

func (p *port) bind() error {
	// As Go's listeners do, which lets them bind beside it.
	if err := syscall.SetsockoptInt(p.socket, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1); err != nil {
		return err
	}
	if err := syscall.Bind(p.socket, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		return err
	}
	name, err := syscall.Getsockname(p.socket)
	if err != nil {
		return err
	}
	at, ok := name.(*syscall.SockaddrInet4)
	if !ok {
		return errors.New("an address of another family")
	}
	p.address = fmt.Sprintf("127.0.0.1:%d", at.Port)
	return nil
}

func (p *port) close() error { return syscall.Close(p.socket) }
